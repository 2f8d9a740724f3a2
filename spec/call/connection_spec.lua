-- The options that change how connections are made, against real servers.
local aliota = require "aliota"
local authority = require "spec.support.authority"
local connection = require "aliota.call.connection"
local core = require "aliota.core"
local daemon = require "spec.support.daemon"
local haproxy = require "spec.support.haproxy"
local is_reachable = require "spec.support.reachable"
local loop = require "aliota.loop"
local merge = require "aliota.util.merge"
local nginx = require "spec.support.nginx"
local proxy = require "aliota.call.proxy"
local squid = require "spec.support.squid"
local stub = require "spec.support.stub"
local transport = require "aliota.call.transport"

local KEYS = {access_key_id = "id", access_key_secret = "secret"}
local PASSWORD = "hush-hush"

-- A client of one of the servers.
---@param where {endpoint: string}
---@param ours table  the authority that is trusted
---@param options table
local function client_of(where, ours, options)
  return aliota.new(merge({
    endpoint = where.endpoint, credentials = KEYS, ca_file = ours.file, quota = false, retries = 0,
  }, options))
end

local function asked(client) return client:call("QueryOTAJob", {JobId = "j"}) end

describe("a client's certificate", function()
  local ours, theirs, both, server
  local cert, key, other_cert, other_key

  setup(function()
    ours, theirs = authority.new "ours", authority.new "theirs"
    cert, key = ours:issue "alice"
    other_cert, other_key = ours:issue "bob"
    both = select(3, ours:issue "server")
    server = haproxy.start(both, {bind = ("ca-file '%s' verify required"):format(ours.file)})
  end)
  teardown(function()
    server:stop()
    ours:remove()
    theirs:remove()
  end)

  local function client_with(options) return client_of(server, ours, merge({proxy = false}, options)) end

  -- What is said of a call that fails.
  local function refused(options)
    local answer, err = asked(client_with(options))
    assert.is_nil(answer)
    assert.equal("tls", err.kind)
    assert.is_false(err.retryable)
    assert.is_false(err.may_have_run)
    assert.is_nil(tostring(err):find(PASSWORD, 1, true))
    return err.code, tostring(err)
  end

  it("is shown to a server that wants one", function()
    assert.equal("alice", asked(client_with {cert_file = cert, key_file = key}).Name)
    assert.equal("bob", asked(client_with {cert_file = other_cert, key_file = other_key}).Name)
  end)

  it("may have its key behind a password, or with it in a file of PEM or PKCS#12", function()
    local locked, p12 = ours:encrypt("alice", PASSWORD)
    local function name(options) return assert(asked(client_with(options))).Name end
    assert.equal("alice", name {cert_file = cert, key_file = locked, key_password = PASSWORD})
    assert.equal("alice", name {cert_file = p12, key_password = PASSWORD})
    assert.equal("alice", name {cert_file = ours.folder .. "/alice-both.pem"})
  end)

  it("has its password from a function, asked once, and again after one that was wrong", function()
    local locked, given, times = ours:encrypt("alice", PASSWORD), "another", 0
    local client = client_with {cert_file = cert, key_file = locked, key_password = function()
      times = times + 1
      return given
    end}
    local _, err = asked(client)
    assert.equal("ClientCertificateUnusable", err.code)
    given = PASSWORD
    for _ = 1, 3 do assert.equal("alice", asked(client).Name) end
    assert.equal(2, times)
  end)

  it("stays unused where the function has no password, which says why", function()
    local locked = ours:encrypt("alice", PASSWORD)
    for said, f in pairs {
      ["the vault is sealed"] = function() return nil, "the vault is sealed" end,
      ["it returned nil"] = function() end,
      ["it returned a number, not a text"] = function() return 5 end,
      ["holds a line end"] = function() return PASSWORD .. "\n" end,
    } do
      local code, problem = refused {cert_file = cert, key_file = locked, key_password = f}
      assert.equal("ClientCertificateUnusable", code)
      assert.truthy(problem:find("the function key_password gave no password: .*" .. said), problem)
    end
  end)

  it("must have a key that fits and opens, or there is no client; nobody is asked at a terminal", function()
    local locked, p12 = ours:encrypt("alice", PASSWORD)
    for said, options in pairs {
      ["the key in key_file " .. other_key .. " does not belong to the certificate in cert_file " .. cert] =
        {cert_file = cert, key_file = other_key},
      ["key_file " .. locked .. " is locked by a password, and key_password is not given"] =
        {cert_file = cert, key_file = locked},
      ["key_file " .. locked .. " is locked by a password, and key_password is another one"] =
        {cert_file = cert, key_file = locked, key_password = PASSWORD .. "!"},
      ["cert_file " .. p12 .. " is locked by a password, and key_password is another one"] =
        {cert_file = p12, key_password = PASSWORD .. "!"},
      ["cert_file " .. p12 .. " is locked by a password, and key_password is not given"] = {cert_file = p12},
      ["key_file " .. ours.file .. " holds no private key in PEM"] = {cert_file = cert, key_file = ours.file},
      ["cert_file " .. cert .. " holds no private key in PEM"] = {cert_file = cert},
      ["cert_file " .. key .. " holds no certificate in PEM"] = {cert_file = key},
      ["cert_file can't be read: /none.pem: No such file"] = {cert_file = "/none.pem"},
      ["key_file can't be read: /: "] = {cert_file = cert, key_file = "/"},
      ["cert_file is empty: /dev/null"] = {cert_file = "/dev/null"},
      ["proxy_ca_file can't be read: /none.pem: No such file"] = {proxy_ca_file = "/none.pem", proxy = "https://h"},
      ["the key in proxy_key_file " .. other_key .. " does not belong to the certificate in proxy_cert_file " .. cert] =
        {proxy_cert_file = cert, proxy_key_file = other_key, proxy = "https://h"},
    } do
      local ok, problem = pcall(client_with, options)
      assert.is_false(ok)
      assert.truthy(problem:find("aliota.new: " .. said, 1, true), problem)
      assert.is_nil(problem:find(PASSWORD, 1, true))
    end
  end)

  it("is an error that names the files where a function's password does not fit, or a file is gone", function()
    local locked, p12 = ours:encrypt("alice", PASSWORD)
    for said, options in pairs {
      ["key_file " .. locked .. " is locked by a password"] = {cert_file = cert, key_file = locked},
      ["cert_file " .. p12 .. " is locked by a password"] = {cert_file = p12},
    } do
      options.key_password = function() return PASSWORD .. "!" end
      local code, problem = refused(options)
      assert.equal("ClientCertificateUnusable", code)
      assert.truthy(problem:find(said, 1, true), problem)
    end
    local own, own_key = ours:issue "carol"
    local client = client_with {cert_file = own, key_file = own_key}
    os.remove(own_key)
    local _, err = asked(client)
    assert.same({"tls", "ClientCertificateUnusable", false}, {err.kind, err.code, err.retryable})
    assert.truthy(tostring(err):find(own_key, 1, true), tostring(err))
  end)

  it("is no flaw of the files that they can't be read when a function has given their password", function()
    local own, own_key = ours:issue "dave"
    local locked, p12 = ours:encrypt("dave", PASSWORD)
    local function password() return PASSWORD end
    local clients = {
      [own] = client_with {cert_file = own, key_file = locked, key_password = password},
      [p12] = client_with {cert_file = p12, key_password = password},
    }
    for _, path in ipairs {own, own_key, locked, p12} do os.remove(path) end
    for path, client in pairs(clients) do
      local _, err = asked(client)
      assert.same({"tls", "ClientCertificateUnusable"}, {err.kind, err.code})
      assert.truthy(tostring(err):find(("cert_file can't be read: %s: No such file"):format(path), 1, true),
        tostring(err))
    end
  end)

  it("is an error that tells what the server said of it", function()
    local expired, expired_key = ours:issue("expired", -1)
    local strange, strange_key = theirs:issue "alice"
    for said, options in pairs {
      ["it wants a client's certificate, and none was sent"] = {},
      ["it says that the client's certificate has expired"] = {cert_file = expired, key_file = expired_key},
      ["it does not trust the authority of the client's certificate"] = {cert_file = strange, key_file = strange_key},
    } do
      local code, problem = refused(options)
      assert.equal("ClientCertificateRefused", code)
      assert.truthy(problem:find(said, 1, true), problem)
      if options.cert_file then assert.truthy(problem:find(options.cert_file, 1, true), problem) end
    end
  end)

  it("has its password in nothing that shows a client", function()
    local shown = require "aliota.util.shown"
    local locked = ours:encrypt("alice", PASSWORD)
    local client = client_with {cert_file = cert, key_file = locked, key_password = PASSWORD}
    asked(client)
    assert.is_true(is_reachable(client, cert)) -- as all else is
    assert.is_false(is_reachable(client, PASSWORD))
    assert.is_nil(shown(client):find(PASSWORD, 1, true))
  end)
end)

describe("a connection of a client's own kind", function()
  local ours, theirs, server, plain, proxies, front
  setup(function()
    ours, theirs = authority.new "ours", authority.new "theirs"
    server = haproxy.start(select(3, ours:issue "server"), {bind = ("ca-file '%s' verify optional"):format(ours.file)})
    proxies = squid.start {alice = PASSWORD, bob = PASSWORD}
    front = haproxy.start(select(3, theirs:issue "proxy"), {to = proxies.port})
    plain = stub.start {["/"] = stub.answer(200, '{"Success":true}')}
  end)
  teardown(function()
    for _, each in ipairs {server, front, proxies, plain} do each:stop() end
    ours:remove()
    theirs:remove()
  end)

  local function ask(options, where) return asked(client_of(where or server, ours, options)) end

  local function through(scheme, user, password)
    local port = scheme == "https" and front.port or proxies.port
    return ("%s://%s:%s@127.0.0.1:%d"):format(scheme, user, password or PASSWORD, port)
  end

  it("goes through a proxy that takes Digest, and through none with another way or password", function()
    for _, where in ipairs {server, plain} do
      for _, auth in ipairs {"digest", "any"} do
        assert(ask({proxy = through("http", "alice"), proxy_auth = auth}, where))
      end
      for _, options in ipairs {
        {proxy = through("http", "carol")}, {proxy = through("http", "carol"), proxy_auth = "digest"},
        {proxy = through("http", "alice", "wrong"), proxy_auth = "digest"},
      } do
        local answer, err = ask(options, where)
        assert.same({nil, "ProxyAuthenticationRequired", 407}, {answer, err.code, err.status})
        assert.is_nil(tostring(err):find(PASSWORD, 1, true))
        assert.truthy(err.hint:find('proxy_auth = "any"', 1, true), err.hint)
      end
    end
  end)

  it("is told to look for a ticket where a proxy took none", function()
    for _, where in ipairs {server, plain} do
      local options = {proxy = ("http://:@127.0.0.1:%d"):format(proxies.port), proxy_auth = "negotiate"}
      local answer, err = ask(options, where)
      assert.same({nil, "ProxyAuthenticationRequired"}, {answer, err.code})
      assert.truthy(err.hint:find("is there a ticket of Kerberos here, as klist tells", 1, true), err.hint)
    end
  end)

  it("is none where this libcurl was built without what it takes, which the error names", function()
    local features = core.http.features
    finally(function() core.http.features = features end)
    function core.http.features() return {} end
    for said, options in pairs {
      ['proxy_auth is "ntlm", which this libcurl'] = {proxy = through("http", "alice"), proxy_auth = "ntlm"},
      ['proxy_auth is "negotiate", which this libcurl'] = {proxy = "http://:@h", proxy_auth = "negotiate"},
      ["proxy is one of https, which this libcurl"] = {proxy = through("https", "alice"), proxy_auth = "any"},
      ['http is "2", which this libcurl'] = {http = "2"},
    } do
      local is_made, problem = pcall(aliota.new, options)
      assert.is_false(is_made)
      assert.truthy(problem:find(said, 1, true), problem)
      assert.truthy(problem:find("was built without", 1, true), problem)
    end
  end)

  it("goes through a proxy of https that its own authorities vouch for, whoever else is connected to it", function()
    for _, where in ipairs {server, plain} do
      local options = {proxy = through("https", "alice"), proxy_auth = "digest", proxy_ca_file = theirs.file}
      assert(ask(options, where))
      for _, file in ipairs {ours.file, false} do
        options.proxy_ca_file = file or nil
        local answer, err = ask(options, where)
        assert.same({nil, "tls"}, {answer, err.kind})
        assert.truthy(err.hint:find("proxy_ca_file", 1, true), err.hint)
      end
    end
  end)

  describe("to a proxy that wants a certificate", function()
    local cert, key, strange, strange_key, expired, expired_key
    local fronts, strict = {}, nil
    setup(function()
      cert, key = theirs:issue "carol"
      strange, strange_key = ours:issue "mallory"
      expired, expired_key = theirs:issue("expired", -1)
      for i, version in ipairs {"TLSv1.2", "TLSv1.3"} do
        fronts[i] = haproxy.start(theirs.folder .. "/proxy-both.pem", {
          to = proxies.port, bind = ("ca-file '%s' verify required ssl-max-ver %s"):format(theirs.file, version),
        })
      end
      strict = haproxy.start(ours.folder .. "/server-both.pem",
        {bind = ("ca-file '%s' verify required"):format(ours.file)})
    end)
    teardown(function()
      for _, each in ipairs {fronts[1], fronts[2], strict} do each:stop() end
    end)

    local function ask_by(i, options, where)
      return ask(merge({
        proxy = ("https://alice:%s@127.0.0.1:%d"):format(PASSWORD, fronts[i].port), proxy_auth = "digest",
        proxy_ca_file = theirs.file,
      }, options), where)
    end

    it("goes through with it, its key beside it or behind a password", function()
      local locked, p12 = theirs:encrypt("carol", PASSWORD)
      for i in ipairs(fronts) do
        for _, where in ipairs {server, plain} do
          assert(ask_by(i, {proxy_cert_file = cert, proxy_key_file = key}, where))
        end
        assert(ask_by(i, {proxy_cert_file = cert, proxy_key_file = locked, proxy_key_password = PASSWORD}))
        assert(ask_by(i, {proxy_cert_file = p12, proxy_key_password = function() return PASSWORD end}))
      end
    end)

    it("is none without it, or with one that is expired or of another authority, as the proxy has said", function()
      local missing = {
        "the proxy may want a client's certificate", "the proxy wants a client's certificate, and none was sent",
      }
      for i, one in ipairs(fronts) do
        for said, options in pairs {
          [missing[i]] = {cert_file = strange, key_file = strange_key},
          ["the proxy says that the client's certificate has expired"] =
            {proxy_cert_file = expired, proxy_key_file = expired_key},
          ["the proxy does not trust the authority of the client's certificate"] =
            {proxy_cert_file = strange, proxy_key_file = strange_key},
        } do
          for _, where in ipairs {server, plain} do
            local answer, err = ask_by(i, options, where)
            assert.same({nil, "tls", "ClientCertificateRefused", false, false},
              {answer, err.kind, err.code, err.retryable, err.may_have_run})
            local by = "proxy: https://***@127.0.0.1:" .. one.port
            for _, part in ipairs {said, by, options.proxy_cert_file or ""} do
              assert.truthy(tostring(err):find(part, 1, true), tostring(err))
            end
            assert.truthy(err.hint:find("as proxy_cert_file and proxy_key_file", 1, true), err.hint)
          end
        end
      end
    end)

    it("leaves what a service behind it says to the service", function()
      local proxied = {proxy_cert_file = cert, proxy_key_file = key}
      assert(ask_by(2, merge({cert_file = strange, key_file = strange_key}, proxied), strict))
      local answer, err = ask_by(2, proxied, strict)
      assert.same({nil, "ClientCertificateRefused"}, {answer, err.code})
      assert.truthy(tostring(err):find("it wants a client's certificate, and none was sent", 1, true), tostring(err))
      assert.truthy(err.hint:find("as cert_file and key_file", 1, true), err.hint)
    end)

    it("is told that a port speaks no TLS", function()
      local answer, err = ask({proxy = ("https://127.0.0.1:%d"):format(proxies.port), proxy_ca_file = theirs.file})
      assert.same({nil, "tls"}, {answer, err.kind})
      assert.truthy(err.hint:find("should the address begin with http://?", 1, true), tostring(err))
    end)
  end)

  it("is shared with those alone who ask for the same", function()
    local cert, key = ours:issue "alice"
    local other_cert, other_key = ours:issue "bob"
    local digest = {proxy = through("http", "alice"), proxy_auth = "digest"}
    local kinds = {
      {proxy = false}, {proxy = false, cert_file = cert, key_file = key}, {proxy = false, tls_min = "1.3"},
      {proxy = false, cert_file = other_cert, key_file = other_key}, digest,
      {proxy = through("http", "bob"), proxy_auth = "digest"},
      {proxy = through("https", "alice"), proxy_auth = "digest", proxy_ca_file = theirs.file},
    }
    local first, of_whom = {}, {}
    for i, options in ipairs(kinds) do
      first[i] = ask(options).Total
      assert.is_nil(of_whom[first[i]], i)
      of_whom[first[i]] = i
    end
    for i, options in ipairs(kinds) do assert.equal(first[i], ask(options).Total, i) end
    local answer, err = ask {proxy = false, ca_file = theirs.file}
    assert.same({nil, "tls"}, {answer, err.kind})
  end)

  it("has the version of TLS that is asked for, or a hint", function()
    assert.equal("TLSv1.3", ask({proxy = false, tls_min = "1.3"}).Version)
    local old = haproxy.start(ours.folder .. "/server-both.pem", {bind = "ssl-max-ver TLSv1.2"})
    local answer, err = ask({proxy = false, tls_min = "1.2"}, old)
    assert.equal("TLSv1.2", answer and answer.Version, err)
    answer, err = ask({proxy = false, tls_min = "1.3"}, old)
    old:stop()
    assert.same({nil, "tls"}, {answer, err.kind})
    assert.truthy(err.hint:find("lower tls_min", 1, true), tostring(err))
  end)
end)

describe("HTTP/2", function()
  local ours, server
  setup(function()
    ours = authority.new "ours"
    local cert, key = ours:issue "server"
    local function host(port, requests)
      return ([[
        server {
          listen 127.0.0.1:%d ssl http2;
          ssl_certificate %s;
          ssl_certificate_key %s;
          keepalive_requests %d;
          location / {
            content_by_lua_block {
              ngx.sleep(0.1)
              ngx.print(ngx.var.connection, " ", ngx.var.server_protocol)
            }
          }
        }
      ]]):format(port, cert, key, requests)
    end
    local many, few = daemon.free_port(), daemon.free_port()
    server = nginx.start {http = host(many, 1000) .. host(few, 3)}
    server.many, server.few = many, few
  end)
  teardown(function()
    server:stop()
    ours:remove()
  end)

  -- So many requests at once: by how many connections they went, by which protocol, and what failed.
  local function at_once(count, port, version)
    local route = {timeout = 60, connect_timeout = 60, ca_file = ours.file, proxy = proxy.none}
    route.connection = version and connection.new {http = version}
    local transfers, addresses = {}, nil
    for i = 1, count do
      local request = {method = "GET", url = ("https://127.0.0.1:%d/"):format(port), headers = {}}
      transfers[i], addresses = transport.start(request, route, math.huge)
    end
    loop.run(function()
      for _, transfer in ipairs(transfers) do
        if not transfer:done() then return false, math.huge end
      end
      return true, math.huge
    end, loop.plain)
    local connections, protocols, failures = {}, {}, {}
    for _, transfer in ipairs(transfers) do
      local answer, err = transport.finish(transfer, "QueryOTAJob", addresses)
      if answer then
        local number, protocol = answer.body:match "^(%d+) (.+)$"
        connections[number], protocols[protocol] = true, true
      else
        failures[#failures + 1] = err
      end
    end
    local used = 0
    for _ in pairs(connections) do used = used + 1 end
    return used, next(protocols), failures
  end

  it("carries all requests in flight over one connection, where it is asked for", function()
    assert.same({1, "HTTP/2.0", {}}, {at_once(8, server.many, "2")})
  end)

  it("is left alone where it is not asked for, even while there is a connection of it", function()
    assert.same({1, "HTTP/2.0", {}}, {at_once(2, server.many, "2")})
    for _, version in ipairs {"1.1", false} do
      assert.same({4, "HTTP/1.1", {}}, {at_once(4, server.many, version or nil)})
    end
  end)

  it("goes on over other connections when a server wants no more requests on one", function()
    local used, protocol, failures = at_once(8, server.few, "2")
    for _, err in ipairs(failures) do
      assert.same({"network", true}, {err.kind, err.retryable}, tostring(err))
    end
    assert.is_true(used > 1)
    assert.equal("HTTP/2.0", protocol)
  end)
end)
