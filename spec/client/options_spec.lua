local options = require "aliota.client.options"
local KEYS = {access_key_id = "id", access_key_secret = "hush"}

describe("options", function()
  it("make seconds of lengths of time", function()
    local config = assert(options {deadline = "10m", timeout = "1.5m", connect_timeout = "5s"})
    assert.same({600, 90, 5}, {config.deadline, config.timeout, config.connect_timeout})
  end)

  it("have defaults", function()
    local config, before = options {region = "cn-shanghai", credentials = KEYS}, os.time()
    assert.equal("https://iot.cn-shanghai.aliyuncs.com/", config.endpoint.url)
    assert.same({"v3", 5, 15, 5, "auto"},
      {config.signature, config.connect_timeout, config.timeout, config.retries, config.prefetch})
    for _, name in ipairs {"deadline", "qps", "quota", "on_event"} do assert.is_nil(config[name]) end
    assert.truthy(config.user_agent:find "^aliota/[%d.]+ %(Lua.*; libcurl/[%d.]+%)$")
    local time = config.clock()
    assert.truthy(before <= time and time <= os.time())
    assert.not_equal(config.nonce(), config.nonce())
    assert.same(KEYS, config.credentials().keys)
  end)

  it("keep a proxy out of sight, and know none from the environment's", function()
    local config, url = options {region = "r", proxy = "http://user:hush@host:1"}, "https://example.com/"
    assert.equal("function", type(config.proxy))
    assert.equal("http://user:hush@host:1", (config.proxy(url)))
    assert.equal("", options({region = "r", proxy = false}).proxy(url))
    assert.is_nil((options({region = "r"}).proxy(url)))
  end)

  it("let an endpoint win over a region, and leave both to the first request where neither is given", function()
    assert.equal("iot.cn-shanghai.aliyuncs.com", options({region = "cn-shanghai"}).endpoint.host)
    assert.equal("iot-vpc.cn-shanghai.aliyuncs.com", options({region = "cn-shanghai", network = "vpc"}).endpoint.host)
    assert.equal("localhost:1", options({region = "cn-shanghai", endpoint = "http://localhost:1"}).endpoint.host)
    assert.is_nil(options({}).endpoint)
  end)

  it("read neither files nor the environment", function()
    local open, getenv = io.open, os.getenv
    local function forbidden() error("something was read", 0) end
    io.open, os.getenv = forbidden, forbidden -- luacheck: ignore 122
    local ok, config = pcall(options, {profile = "prod"})
    io.open, os.getenv = open, getenv -- luacheck: ignore 122
    assert.is_true(ok, config)
    assert.equal("prod", config.profile)
  end)

  it("take a quota of their own, or none", function()
    local shared = require("aliota.quota").new(5)
    assert.equal(shared, options({region = "r", quota = shared}).quota)
    assert.is_false(options({region = "r", quota = false}).quota)
    local elsewhere = require("aliota.quota.redis").new {}
    assert.equal(elsewhere, options({region = "r", quota = elsewhere}).quota)
    assert.equal(0.5, options({region = "r", qps = 0.5}).qps)
  end)

  it("leave the table of the caller alone", function()
    local given = {region = "cn-shanghai"}
    options(given)
    assert.same({region = "cn-shanghai"}, given)
  end)

  describe("are refused:", function()
    local cases = {
      {{regoin = "x"}, 'there is no option "regoin"; did you mean "region"?'},
      {{"x"}, 'there is no option "1"'},
      {{retires = 3}, 'there is no option "retires"; did you mean "retries"?'},
      {{retries = -1}, "retries is -1; it must be a whole number from 0 to 100"},
      {{retries = 1.5}, "retries is 1.5; it must be a whole number from 0 to 100"},
      {{retries = 101}, "retries is 101; it must be a whole number from 0 to 100"},
      {{retries = "3"}, 'retries is "3"; it must be a whole number from 0 to 100'},
      {{prefetch = 0}, 'prefetch is 0; it must be a number of requests in flight from 1 to 16, or "auto"'},
      {{prefetch = 17}, "prefetch is 17; it must be"},
      {{prefetch = "all"}, 'prefetch is "all"; it must be'},
      {{deadline = 0}, "deadline is 0; it must be seconds above 0"},
      {{deadline = "60"}, 'deadline is "60"; it must be seconds above 0'},
      {{qps = 0}, "qps is 0; it must be a whole number of calls a second, up to 10000, or a fraction of one"},
      {{qps = 2.5}, "qps is 2.5; it must be"},
      {{quota = 10}, "quota must be made by aliota.quota, or false for none"},
      {{quota = true}, "quota must be made by aliota.quota, or false for none"},
      {{region = "r", qps = 5, quota = false}, "qps and quota exclude each other"},
      {{on_event = "print"}, "on_event must be a function, not a string"},
      {{region = 5}, "region must be a string, not a number"},
      {{region = "cn shanghai"}, 'region is "cn shanghai"; it must look like cn-shanghai'},
      {{region = "a\nb"}, "region holds control characters"},
      {{network = "privat"}, 'network is "privat"; there are public and vpc'},
      {{network = false}, "network must be a string, not a boolean"},
      {{endpoint = "host"}, 'endpoint is "host"; it must look like'},
      {{format = "yaml"}, 'format is "yaml"'},
      {{signature = "v4"}, 'signature is "v4"; did you mean "v1"?'},
      {{timeout = 0}, "timeout is 0; it must be seconds above 0 and below 86400"},
      {{timeout = "5"}, 'timeout is "5"; it must be seconds above 0 and below 86400'},
      {{connect_timeout = 0 / 0}, "connect_timeout is"},
      {{instance_id = ""}, "instance_id is empty"},
      {{profile = "  "}, "profile is blank"},
      {{user_agent = "a\r\nX: b"}, "user_agent holds control characters"},
      {{ca_file = false}, "ca_file must be a string, not a boolean"},
      {{cert_file = 5}, "cert_file must be a string, not a number"},
      {{key_file = "k.pem"}, "key_file needs cert_file"},
      {{key_password = "hush"}, "key_password needs cert_file"},
      {{key_password = 5}, "key_password must be a text or a function"},
      {{key_password = "hush\n"}, "key_password holds a line end or a NUL byte"},
      {{cert_file = "a.P12", key_file = "k.pem"}, "cert_file and key_file exclude each other, as a file of PKCS#12"},
      {{proxy_key_file = "k.pem"}, "proxy_key_file needs proxy_cert_file"},
      {{proxy_ca_file = "a.pem", proxy = false}, "proxy_ca_file needs a proxy, and proxy is false"},
      {{proxy_auth = "digets"}, 'proxy_auth is "digets"; did you mean "digest"?'},
      {{tls_min = "1.1"}, 'tls_min is "1.1"'},
      {{http = 2}, "http must be a string, not a number"},
      {{cert_fiel = "a.pem"}, 'there is no option "cert_fiel"; did you mean "cert_file"?'},
      {{proxy = {}}, "proxy must be a string, not a table"},
      {{proxy = true}, "proxy must be a string, not a boolean"},
      {{proxy = "ftp://user:hush@host"}, 'proxy has the unknown scheme "ftp"'},
      {{proxy = "http://user:hush/hush@host"}, "proxy can't be read; it must look like http://user:password@host:8080"},
      {{zeta = 1, timeout = 0, alpha = 2}, 'there is no option "alpha"'},
      {{loop = {}}, "loop must be a table with a function wait(http, seconds)"},
      {{clock = 5}, "clock must be a function, not a number"},
      {{nonce = "n"}, "nonce must be a function, not a string"},
      {{credentials = "id:secret"}, "credentials must be a table or a function"},
      {{region = "r", credentials = {access_key_id = "id", access_key_secret = "hush hush"}},
        "credentials: access_key_secret holds blanks or control characters"},
    }
    for _, case in ipairs(cases) do
      it(case[2], function()
        local config, problem = options(case[1])
        assert.is_nil(config)
        assert.truthy(problem:find(case[2], 1, true), problem)
        assert.is_nil(problem:find "hush")
      end)
    end

    it("no table at all", function()
      assert.same({nil, "a table of options expected, not a string"}, {options "cn-shanghai"})
    end)
  end)
end)
