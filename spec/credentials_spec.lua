local credentials = require "aliota.credentials"
local with_environment = require "spec.support.environment"

local GOOD = {access_key_id = "id", access_key_secret = "secret"}

describe("credentials", function()
  describe("from a table", function()
    it("are copied, so that a later change does no harm", function()
      local keys = {access_key_id = "id", access_key_secret = "secret", security_token = "token"}
      local provider = credentials.provider(keys)
      keys.access_key_id = "changed"
      local ok, given = provider()
      assert.is_true(ok)
      assert.same({access_key_id = "id", access_key_secret = "secret", security_token = "token"}, given)
    end)

    it("are refused by name, without showing them", function()
      local cases = {
        {{}, "access_key_id is missing"},
        {{access_key_id = "id"}, "access_key_secret is missing"},
        {{access_key_id = "id", access_key_secret = "s", securty_token = "hush"},
          'there is no field "securty_token"; did you mean "security_token"?'},
        {{access_key_id = "", access_key_secret = "s"}, "access_key_id is empty"},
        {{access_key_id = 5, access_key_secret = "s"}, "access_key_id must be a string, not a number"},
        {{access_key_id = "id", access_key_secret = "hush hush"},
          "access_key_secret holds blanks or control characters"},
        {{access_key_id = "id", access_key_secret = "hush\n"}, "access_key_secret holds blanks or control characters"},
        {{access_key_id = "id\0", access_key_secret = "s"}, "access_key_id holds blanks or control characters"},
        {{access_key_id = "id", access_key_secret = "s", security_token = "hush\r"}, "security_token holds blanks"},
      }
      for _, case in ipairs(cases) do
        local provider, problem = credentials.provider(case[1])
        assert.is_nil(provider)
        assert.truthy(problem:find(case[2], 1, true), problem)
        assert.is_nil(problem:find "hush")
      end
    end)
  end)

  describe("from a function", function()
    local function ask(f) return credentials.provider(f)() end

    it("are asked for every time", function()
      local calls = 0
      local provider = credentials.provider(function()
        calls = calls + 1
        return {access_key_id = "id" .. calls, access_key_secret = "s"}
      end)
      provider()
      local _, keys = provider()
      assert.equal("id2", keys.access_key_id)
    end)

    it("are asked for with those that have expired, so that newer ones are got", function()
      local asked = {}
      local provider = credentials.provider(function(expired)
        asked[#asked + 1] = expired or "none"
        return GOOD
      end)
      provider()
      provider(GOOD)
      assert.same({"none", GOOD}, asked)
    end)

    it("may be missing, bad or an error, each with its reason", function()
      local cases = {
        {function() end, "gave none: no reason given"},
        {function() return false, "vault is sealed" end, "gave none: vault is sealed"},
        {function() return nil, "vault is sealed" end, "gave none: vault is sealed"},
        {function() error("boom", 0) end, "failed: boom"},
        {function() return {access_key_id = "id"} end, "access_key_secret is missing"},
        {function() return "id:secret" end, "must be a table, not a string"},
      }
      for _, case in ipairs(cases) do
        local ok, message = ask(case[1])
        assert.is_false(ok)
        assert.truthy(message:find(case[2], 1, true), message)
      end
    end)
  end)

  describe("from the environment", function()
    it("are the official three variables, read when asked for", function()
      local provider = credentials.provider(nil)
      with_environment({
        ALIBABA_CLOUD_ACCESS_KEY_ID = "id", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "secret",
        ALIBABA_CLOUD_SECURITY_TOKEN = "",
      }, function()
        local ok, keys = provider()
        assert.is_true(ok)
        assert.same(GOOD, keys)
      end)
      with_environment({
        ALIBABA_CLOUD_ACCESS_KEY_ID = "id", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "secret",
        ALIBABA_CLOUD_SECURITY_TOKEN = "t",
      }, function()
        assert.equal("t", select(2, provider()).security_token)
      end)
    end)

    it("are named when they are missing or bad", function()
      local provider = credentials.provider(nil)
      with_environment({}, function()
        assert.same({false, "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is missing"}, {provider()})
      end)
      with_environment({ALIBABA_CLOUD_ACCESS_KEY_ID = "id", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "a b"}, function()
        local ok, message = provider()
        assert.is_false(ok)
        assert.truthy(message:find "ALIBABA_CLOUD_ACCESS_KEY_SECRET holds blanks")
      end)
    end)
  end)
end)
