local error_codes = require "aliota.api.error_codes"
local errors = require "aliota.api.errors"

-- What is in the sources of the library alone: the sandbox plays the service, and the feed's codes are for visitors.
local function sources()
  local pipe = assert(io.popen "find lua/aliota -name '*.lua' ! -path '*/sandbox/*' ! -path '*/nginx/*'")
  local paths = {}
  for path in pipe:lines() do paths[#paths + 1] = path end
  pipe:close()
  return paths
end

local function content_of(path)
  local file = assert(io.open(path))
  local content = file:read "*a"
  file:close()
  return content
end

describe("error codes", function()
  it("mean the same in whatever case they are written", function()
    local meanings = {
      ["InvalidTimeStamp.Expired"] = {mended_by = "clock"}, IllegalTimestamp = {mended_by = "clock"},
      SignatureNonceUsed = {mended_by = "nonce", retryable = true, may_have_run = true},
      ["InvalidSecurityToken.Expired"] = {mended_by = "keys"}, InternalError = {retryable = true},
      ServiceUnavailable = {retryable = true}, ServiceUnavailableTemporary = {retryable = true},
      ["iot.system.SystemException"] = {retryable = true}, ["iot.messagebroker.TIMEOUT"] = {retryable = true},
    }
    for code, meaning in pairs(meanings) do
      for _, written in ipairs {code, code:lower(), code:upper()} do
        local row = error_codes.of(written)
        for _, field in ipairs {"kind", "mended_by", "retryable", "may_have_run"} do
          assert.equal(meaning[field], row[field], written)
        end
        assert.equal(error_codes.of(code).hint, row.hint, written)
      end
    end
  end)

  it("are throttling wherever that word, or a rate limit, stands in them", function()
    for _, code in ipairs {
      "Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling", "iot.common.Throttling",
      "throttling.user", "THROTTLING", "iot.messagebroker.RateLimit", "ratelimit.exceeded",
    } do
      assert.equal("throttled", error_codes.of(code).kind, code)
    end
  end)

  it("mean nothing where nothing is known of them", function()
    for _, code in ipairs {"iot.ota.FirmwareNotFound", "Forbidden.RAM", "InvalidSecurityToken.Mismatch", ""} do
      local row = error_codes.of(code)
      assert.same({}, {row.kind, row.mended_by, row.retryable, row.may_have_run}, code)
    end
    assert.same({}, error_codes.of(nil))
    assert.same({}, error_codes.of "iot.ota.FirmwareNotFound")
  end)

  it("for want of permission have one hint", function()
    for _, code in ipairs {"Forbidden", "NoPermission", "nopermission"} do
      assert.equal(error_codes.of("Forbidden.RAM").hint, error_codes.of(code).hint, code)
    end
    assert.truthy(error_codes.of("NoPermission").hint:find "grant it the iot permission")
  end)

  it("of our own say what has happened, in no more than a sentence, and have a kind that there is", function()
    for code, row in pairs(error_codes.OURS) do
      assert.truthy(errors.KINDS[row.kind], code)
      assert.truthy(row.says:find "^[A-Za-z]" and not row.says:find "[.\n]", code)
      assert.equal(row, error_codes.of(code))
    end
  end)

  it("are never one of the service's and one of ours", function()
    for code in pairs(error_codes.OURS) do assert.is_nil(error_codes.SERVICE[code], code) end
  end)

  it("that the library gives have a row each, and no other have", function()
    local quoted = {}
    for _, path in ipairs(sources()) do
      local text = content_of(path)
      for code in text:gmatch '%f[%w]code = "([A-Z]%w+)"' do
        assert.truthy(error_codes.OURS[code], ("%s of %s"):format(code, path))
      end
      for word in text:gmatch '"([A-Z]%w+)"' do quoted[word] = true end
    end
    for code in pairs(error_codes.OURS) do assert.is_true(quoted[code] or false, code) end
  end)
end)
