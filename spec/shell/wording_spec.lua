local environment = require "spec.support.environment"
local errors = require "aliota.api.errors"
local in_words_of_shell = require "aliota.shell.wording"
local location = require "aliota.client.location"

local function hint_of(kind, code) return errors.new({kind = kind, code = code, message = "m"}).hint end

local FLAGS = {region = "region", instance_id = "instance-id", qps = "qps", starts_at = "starts-at", order = "order"}

describe("wording", function()
  it("names the flag where the script has it, else the variable", function()
    local with, without = function(text) return in_words_of_shell(text, FLAGS) end,
      function(text) return in_words_of_shell(text, {}) end
    assert.equal("pass --region cn-shanghai or set ALIBABA_CLOUD_REGION_ID, or",
      with 'pass region = "cn-shanghai" or an endpoint, or set ALIBABA_CLOUD_REGION_ID, or')
    assert.equal("set ALIBABA_CLOUD_REGION_ID=cn-shanghai, or",
      without 'pass region = "cn-shanghai", or')
    assert.equal("pass it as --instance-id", with "pass it as instance_id")
    assert.equal("set ALIBABA_CLOUD_ACCESS_KEY_ID", without "set access_key_id")
  end)

  it("turns an option's name into its flag, wherever it stands", function()
    for message, expected in pairs {
      ["option 'starts_at' must be"] = "--starts-at must be", ['option "order" is'] = "--order is",
      ["qps is 0; it must"] = "--qps is 0; it must", ["with starts_at before"] = "with --starts-at before",
    } do
      assert.equal(expected, in_words_of_shell(message, FLAGS))
    end
  end)

  it("says what carries out a plan here, where a program calls apply", function()
    local function said(message) return in_words_of_shell(message, {}, {first = "--yes", again = "aliota apply 5%"}) end
    assert.equal("Nothing is changed before --yes.", said "Nothing is changed before verdict.plan:apply().")
    assert.equal("aliota apply 5% goes on with it.", said "client:resume_plan {}:apply() goes on with it.")
    assert.equal("It is open; aliota apply 5% cancels it", said "It is open; rollout:apply() cancels it")
    assert.equal("before plan:apply()", in_words_of_shell("before plan:apply()", {}))
  end)

  it("leaves what is English, a file or somebody else's alone", function()
    for _, message in ipairs {
      "in this order and at that region", "batches_2026.csv: No such file or directory", "set http_proxy", "regions is",
    } do
      assert.equal(message, in_words_of_shell(message, FLAGS))
    end
  end)

  -- No Lua in a hint: neither an assignment nor a method nor an option that a shell has not.
  local function assert_is_of_shell(text)
    local said = in_words_of_shell(text, FLAGS)
    for _, lua in ipairs {" = ", "client:", "{", "ca_file", "instance_id", "connect_timeout", "pass credentials"} do
      assert.is_nil(said:find(lua, 1, true), said)
    end
  end

  it("translates every hint that there is", function()
    for _, kind in ipairs {
      "credentials", "network", "tls", "timeout", "http", "decode", "throttled", "api", "cancelled",
    } do
      assert_is_of_shell(hint_of(kind) or "")
    end
    for _, code in ipairs {
      "iot.ota.JobNotFound", "SignatureDoesNotMatch", "SignatureNonceUsed", "iot.system.InstanceNotFound", "Forbidden",
      "InvalidApi.NotFound", "InvalidTimeStamp.Expired", "InvalidSecurityToken.Expired", "ProxyRefused",
    } do
      assert.is_string(hint_of("api", code))
      assert_is_of_shell(hint_of("api", code))
    end
  end)

  it("translates what is said where no region is known", function()
    local problem
    environment({}, function()
      local _
      _, problem = location({}, {config = {}}, {profile = {name = "p"}})
    end)
    assert.truthy(problem:find("region = ", 1, true), problem) -- it speaks of Lua
    assert_is_of_shell(problem)
  end)
end)
