local authority = require "spec.support.authority"
local cqueues = require "cqueues"
local daemon = require "spec.support.daemon"
local is_reachable = require "spec.support.reachable"
local loop = require "aliota.loop"
local nginx = require "spec.support.nginx"
local redis = require "aliota.quota.redis"
local server_of = require "spec.support.redis"
local shell = require "spec.support.shell"

describe("a quota in Redis behind TLS", function()
  it("refuses options that make no sense", function()
    for problem, options in pairs {
      ["ca_file needs ssl = true"] = {ca_file = "a.pem"},
      ["cert_file needs ssl = true"] = {cert_file = "a.pem"},
      ["key_file needs cert_file"] = {ssl = true, key_file = "a.pem"},
      ["key_password needs cert_file"] = {ssl = true, key_password = "a"},
      ["key_password must be a text or a function"] = {ssl = true, key_password = 1},
      ["cert_file can't be read: /none.pem: No such file"] = {ssl = true, cert_file = "/none.pem"},
      ["ca_file can't be read: /none.pem: No such file"] = {ssl = true, ca_file = "/none.pem"},
      ["ssl is for a host and port, not for a socket"] = {ssl = true, socket = "/run/redis.sock"},
    } do
      local ok, raised = pcall(redis.new, options)
      assert.is_false(ok)
      assert.truthy(raised:find(problem, 1, true), raised)
    end
  end)

  if not server_of.is_there then return pending "needs redis-server" end

  local server, ca_file
  setup(function()
    -- nginx takes no address for a certificate's, but the same text as a name of DNS
    server = server_of.start {tls = "DNS:localhost,DNS:127.0.0.1,IP:127.0.0.1", password = "sesame"}
    server:ask "config set bind '127.0.0.1 127.0.0.2'"
    ca_file = server.folder .. "/certificate.pem"
  end)
  teardown(function() server:stop() end)

  local function quota_with(options)
    options.port, options.password, options.timeout = server.port, "sesame", 30
    return redis.new(options)
  end

  local function problem_with(options)
    local may_go, err = quota_with(options):reserve("A", 10):acquire(loop.now())
    assert.is_nil(may_go)
    return tostring(err)
  end

  it("is reached by a name and by an address that the certificate is for, through one connection", function()
    for _, host in ipairs {"localhost", "127.0.0.1"} do
      local quota = quota_with {host = host, ssl = true, ca_file = ca_file, account = host}
      for _ = 1, 3 do assert.is_true((quota:reserve("A", 10):acquire(loop.now()))) end
      assert.equal(1, select(2, server:ask("client list"):gsub("cmd=evalsha", "")))
      quota.backend.connection.route.server.kept.close()
    end
  end)

  it("is there for several coroutines of cqueues", function()
    local quota, queue = quota_with {host = "localhost", ssl = true, ca_file = ca_file}, cqueues.new()
    local good = 0
    for i = 1, 3 do
      queue:wrap(function()
        for j = 1, 3 do
          local may_go = quota:reserve("L" .. i .. j, 10):acquire(loop.now())
          good = good + (may_go and 1 or 0)
        end
      end)
    end
    assert(queue:loop(90))
    assert.equal(9, good)
  end)

  it("is none where the certificate is of another host, which the error names", function()
    local problem = problem_with {host = "127.0.0.2", ssl = true, ca_file = ca_file}
    assert.truthy(problem:find("kept in Redis at 127.0.0.2:%d+: TLS handshake with 127.0.0.2: the certificate is of "
      .. "another host; hint: give as host"), problem)
  end)

  it("is none where nobody who is trusted has signed, or nobody could have", function()
    local problem = problem_with {host = "localhost", ssl = true}
    assert.truthy(problem:find("no authority that is trusted here has signed the certificate; hint: name who", 1, true),
      problem)
    problem = problem_with {host = "localhost", ssl = true, ca_file = server.folder .. "/key.pem"}
    assert.truthy(problem:find("hint: name who", 1, true), problem)
  end)

  it("is none where Redis speaks no TLS", function()
    local plain = server_of.start()
    local quota = redis.new {port = plain.port, ssl = true, ca_file = ca_file, timeout = 5}
    local may_go, err = quota:reserve("A", 10):acquire(loop.now())
    plain:stop()
    assert.is_nil(may_go)
    assert.truthy(tostring(err):find("hint: does Redis speak TLS at this port", 1, true), tostring(err))
  end)

  if not nginx.is_there then return pending "needs nginx with its Lua module" end

  it("is reached from nginx, where a directive names whom to trust", function()
    local workers = nginx.start {
      files = {port = tostring(server.port)},
      http = ([[
        lua_ssl_trusted_certificate '%s';
        init_by_lua_block {
          local port = tonumber(io.open(ngx.config.prefix() .. "port"):read "*a")
          local new = require "aliota.quota.redis".new
          for name, host in pairs {good = "127.0.0.1", bad = "127.0.0.2"} do
            _G[name] = new {host = host, port = port, password = "sesame", ssl = true, timeout = 30}
          end
          refused = select(2, pcall(new, {ssl = true, ca_file = "a.pem"}))
        }
      ]]):format(ca_file),
      server = [[
        location / {
          content_by_lua_block {
            local now = require("aliota.loop").now()
            for _ = 1, 2 do ngx.say(tostring(good:reserve("A", 10):acquire(now))) end
            ngx.say(tostring(select(2, bad:reserve("A", 10):acquire(now))))
            ngx.say(refused)
          }
        }
      ]],
    }
    local said = shell.run("curl -s -m 90 " .. workers.endpoint)
    workers:stop()
    assert.truthy(said:find "^true\ntrue\n[^\n]*TLS handshake with 127.0.0.2: [^\n]*certificate[^\n]*; hint: ", said)
    assert.truthy(said:find("lua_ssl_trusted_certificate names the authorities", 1, true), said)
  end)
end)

describe("a quota in a Redis that wants a client's certificate", function()
  if not server_of.is_there then return pending "needs redis-server" end

  local ours, theirs, server, cert, key, locked, p12
  setup(function()
    ours, theirs = authority.new "ours", authority.new "theirs"
    cert, key = ours:issue "alice"
    locked, p12 = ours:encrypt("alice", "hush-hush")
    server = server_of.start {tls = "DNS:localhost,DNS:127.0.0.1,IP:127.0.0.1", clients = ours.file}
  end)
  teardown(function()
    server:stop()
    ours:remove()
    theirs:remove()
  end)

  local function quota_with(options)
    options.host, options.port, options.ssl, options.timeout = "localhost", server.port, true, 30
    options.ca_file = server.folder .. "/certificate.pem"
    return redis.new(options)
  end

  local function acquire(quota) return quota:reserve("A", 10):acquire(loop.now()) end

  -- Waits until a call gets through, which may be after a pause.
  local function await(quota)
    local call = quota:reserve("A", 10)
    daemon.wait_until(function() return call:acquire(loop.now()) end)
  end

  it("shows it, its key beside it, behind a password or in a file of PKCS#12", function()
    for _, options in ipairs {
      {cert_file = cert, key_file = key}, {cert_file = ours.folder .. "/alice-both.pem"},
      {cert_file = cert, key_file = locked, key_password = "hush-hush"}, {cert_file = p12, key_password = "hush-hush"},
    } do
      assert(acquire(quota_with(options)))
    end
  end)

  it("asks a function for the password once, and again after one that was wrong", function()
    local given, asked = "another", 0
    local quota = quota_with {cert_file = cert, key_file = locked, key_password = function()
      asked = asked + 1
      return given
    end}
    local _, err = acquire(quota)
    assert.truthy(tostring(err):find("no certificate of ours can be shown: key_file " .. locked .. " is locked by a "
      .. "password, and key_password is another one; hint: mend what", 1, true), tostring(err))
    given = "hush-hush"
    for _ = 1, 2 do
      await(quota)
      quota.backend.connection.route.server.kept.close()
      quota.backend.connection.route.server.kept = nil
    end
    assert.equal(2, asked)
  end)

  it("shows the one that has taken its place, and the authorities between it and the root", function()
    local place = ours.folder .. "/renewed"
    local function put(of, name)
      for _, kind in ipairs {"pem", "key"} do
        shell.run(("cp '%s/%s.%s' '%s.%s'"):format(of.folder, name, kind, place, kind))
      end
    end
    theirs:issue "mallory"
    put(theirs, "mallory")
    local quota = quota_with {cert_file = place .. ".pem", key_file = place .. ".key"}
    assert.is_nil((acquire(quota)))
    put(ours, ours:issue_below "alice")
    await(quota)
  end)

  it("is none where that is missing, expired or another authority's, which the error tells", function()
    local expired, expired_key = ours:issue("expired", -1)
    local strange, strange_key = theirs:issue "mallory"
    for _, options in ipairs {
      {}, {cert_file = strange, key_file = strange_key}, {cert_file = expired, key_file = expired_key},
    } do
      local may_go, err = acquire(quota_with(options))
      assert.is_nil(may_go)
      assert.truthy(tostring(err):find("localhost ended the connection after the TLS handshake: .*; hint: does this "
        .. "Redis want a client's certificate"), tostring(err))
    end
  end)

  it("has its password in nothing that shows a quota", function()
    local quota = quota_with {cert_file = cert, key_file = locked, key_password = "hush-hush"}
    assert(acquire(quota))
    assert.is_true(is_reachable(quota, cert)) -- as all else is
    assert.is_false(is_reachable(quota, "hush-hush"))
    assert.is_false(is_reachable(quota, "PRIVATE KEY"))
  end)

  if not nginx.is_there then return pending "needs nginx with its Lua module" end

  it("is reached from nginx with it, as by a feed's hosts, and nobody has another's connection", function()
    local workers = nginx.start {
      files = {port = tostring(server.port), cert = cert, locked = locked},
      http = ([[
        lua_ssl_trusted_certificate '%s/certificate.pem';
        lua_ssl_protocols TLSv1.2 TLSv1.3;
        init_by_lua_block {
          local function told(name) return io.open(ngx.config.prefix() .. name):read "*a" end
          function place(more)
            local all = {host = "127.0.0.1", port = tonumber(told "port"), ssl = true, timeout = 30}
            for name, value in pairs(more) do all[name] = value end
            return all
          end
          shown = {cert_file = told "cert", key_file = told "locked", key_password = "hush-hush"}
          local new = require("aliota.quota.redis").new
          good, bad, other = new(place(shown)), new(place {}), new(place {username = "nobody", password = "none",
            cert_file = shown.cert_file, key_file = shown.key_file, key_password = shown.key_password})
        }
      ]]):format(server.folder),
      server = [[
        location / {
          content_by_lua_block {
            local now = require("aliota.loop").now()
            for _, quota in ipairs {good, good, bad, other} do
              ngx.say(tostring(select(-1, quota:reserve("A", 10):acquire(now))))
            end
            local there = require "aliota.quota.redis_place"
            local exchange = require("aliota.nginx.exchange").new(there.route(there.read(place(shown))), "n", 5, "mark")
            ngx.say(#exchange:take())
          }
        }
      ]],
    }
    local said = shell.run("curl -s -m 90 " .. workers.endpoint)
    workers:stop()
    assert.truthy(said:find("^true\ntrue\n[^\n]*127.0.0.1 ended the connection after the TLS handshake: [^\n]*; hint: "
      .. "does this Redis want a client's certificate[^\n]*\n[^\n]*WRONGPASS[^\n]*\n0\n$"), said)
  end)
end)
