local proxy = require "aliota.call.proxy"
local shell = require "spec.support.shell"
local stub = require "spec.support.stub"
local with_environment = require "spec.support.environment"

describe("proxy", function()
  it("must be an address of which it is clear where its password ends", function()
    for _, good in ipairs {
      "host", "host:3128", "user:secret@host:3128", "http://host/", "https://u:p@[::1]:1", "socks4a://host",
      "SOCKS5H://h:1", "http://u:a:b%40c%2Fd!$&'()*+,;=~^|{}\"@host:65535",
    } do
      assert.is_nil(proxy.problem_with(good), good)
    end
    for _, wrong in ipairs {
      "http://user:hush/hush@host:1", "user:hush@host:99999999", "http://user:hu sh@host", "http://user:hu#sh@host",
      "http://user:hu?sh@host", "http://user:hu@sh@host", "hu/sh@host", "http://", "ftp://user:hush@host",
    } do
      local problem = proxy.problem_with(wrong)
      assert.truthy(problem, wrong)
      assert.is_nil(problem:find "hu/?sh" or problem:find "@sh", problem)
    end
  end)

  it("is that of the option wherever the request goes", function()
    local choose = proxy.chooser "http://user:hush@host:1"
    for _, url in ipairs {"http://127.0.0.1/", "https://example.com/"} do
      assert.same({"http://user:hush@host:1", "http://user:hush@host:1"}, {choose(url)})
    end
    assert.same({""}, {proxy.chooser(false) "https://example.com/"})
  end)

  it("is that of the environment, which libcurl reads, for other machines alone", function()
    local choose = proxy.chooser(nil)
    with_environment({http_proxy = "http://u:hush@p:1", https_proxy = "http://u:hush@p:2", HTTP_PROXY = "not read"},
      function()
        assert.same({nil, "http://u:hush@p:1"}, {choose "http://example.com/"})
        assert.same({nil, "http://u:hush@p:2"}, {choose "HTTPS://example.com:444/?localhost"})
        for _, url in ipairs {
          "http://127.0.0.1:8080/", "HTTP://LOCALHOST/x?y", "https://a.localhost.:1/", "http://[::1]:8080/",
          "http://user:secret@127.1/keys", "https://[::ffff:127.0.0.1]/",
        } do
          assert.same({""}, {choose(url)}, url)
        end
      end)
  end)

  it("is none for this machine, whatever libcurl may find in the environment, for calls and keys", function()
    local server = stub.start {
      ["/"] = stub.answer(200, '{"Success":true,"Total":5}'),
      ["/keys"] = stub.answer(200, '{"AccessKeyId":"i","AccessKeySecret":"s","SecurityToken":"t"}'),
    }
    local script = ([[
      local client = require("aliota").new {
        endpoint = "%s", credentials = {type = "credentials_uri", uri = "%s/keys"}, retries = 0,
      }
      local answer, err = client:query_ota_job {JobId = "j"}
      print(answer and answer.Total or err)
    ]]):format(server.endpoint, server.endpoint:gsub("127%.0%.0%.1", "localhost"))
    local nobody = "http_proxy=http://127.0.0.1:1 all_proxy=http://127.0.0.1:1 no_proxy= NO_PROXY="
    local printed = shell.run(("%s %s -e '%s'"):format(nobody, require "spec.support.interpreter", script))
    server:stop()
    assert.equal("5\n", printed)
  end)

  it("is looked for in the variables that libcurl knows", function()
    local choose = proxy.chooser(nil)
    for _, case in ipairs {
      {"http", "http_proxy", true}, {"http", "HTTP_PROXY", false}, {"http", "https_proxy", false},
      {"http", "all_proxy", true}, {"http", "ALL_PROXY", true}, {"https", "https_proxy", true},
      {"https", "HTTPS_PROXY", true}, {"https", "http_proxy", false}, {"https", "all_proxy", true},
      {"https", "ALL_PROXY", true},
    } do
      with_environment({[case[2]] = "p"}, function()
        assert.same({nil, case[3] and "p" or nil}, {choose(case[1] .. "://example.com/")}, case[2])
      end)
    end
  end)

  -- What a request comes to with a proxy and exceptions to it in the environment, and the warnings on the way.
  local function printed_with(variables, options)
    local server = stub.start {["http://away.test/"] = stub.answer(200, '{"Success":true,"Total":5}')}
    local script = ([[
      local options = {%s
        endpoint = "http://away.test", credentials = {access_key_id = "i", access_key_secret = "s"}, retries = 0,
        on_event = function(event)
          if event.type == "warning" then print(event.message) end
        end,
      }
      local client = require("aliota").new(options)
      for _ = 1, 2 do
        local answer, err = client:query_ota_job {JobId = "j"}
        print(answer and answer.Total or err.kind)
      end
    ]]):format(options:gsub("SERVER", server.endpoint))
    local printed = shell.run(("%s %s -e '%s'"):format(variables:gsub("SERVER", server.endpoint),
      require "spec.support.interpreter", script))
    server:stop()
    return printed
  end

  it("is that of the option whatever exceptions the environment makes", function()
    for _, exceptions in ipairs {"*", "away.test", ".test"} do
      assert.equal("5\n5\n", printed_with(("no_proxy='%s' http_proxy="):format(exceptions), 'proxy = "SERVER",'))
    end
  end)

  it("warns once of exceptions that libcurl does not know, and of no others", function()
    for _, unknown in ipairs {"*.test", "away.test:80", "http://away.test"} do
      local printed = printed_with(("http_proxy=SERVER no_proxy='x.test, %s'"):format(unknown), "")
      local expected = ("no_proxy holds %s, which libcurl does not understand"):format(unknown)
      assert.equal(expected, printed:sub(1, #expected))
      assert.truthy(printed:find "\n5\n5\n$")
      assert.is_nil(printed:find("no_proxy", 2, true))
    end
    for _, known in ipairs {"*", "x.test,away.test", ".test x.test", "10.0.0.0/8,::1,fe80::/10,test"} do
      assert.equal("network\nnetwork\n", printed_with(("http_proxy=SERVER no_proxy='%s'"):format(known), ""))
    end
    assert.equal("network\nnetwork\n", printed_with("http_proxy= no_proxy='*.test'", ""))
  end)
end)
