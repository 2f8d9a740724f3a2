local keys = require "aliota.credentials.keys"

local function end_of(value)
  local members = {AccessKeyId = "id", AccessKeySecret = "s", Expiration = value}
  return keys.read(members, keys.OF_SERVICE, "unstated").expires_at
end

describe("keys", function()
  it("have an end in any form that there is", function()
    for _, value in ipairs {
      1767330000, 1767330000000, "2026-01-02T05:00:00Z", "2026-01-02T05:00:00.000Z", "2026-01-02t05:00:00z",
      "2026-01-02T05:00:00+00:00", "2026-01-02T05:00:00-00:00", "2026-01-02T13:00:00+08:00",
      "2026-01-01T21:30:00-07:30", "2026-01-02T13:00:00.000000+08:00",
    } do
      assert.equal(1767330000, end_of(value), value)
    end
  end)

  it("are not lost for an end that is none", function()
    for _, value in ipairs {
      "", "soon", 0, -1, true, {}, "2020-01-01 00:00:00", "2026-01-02T05:00:00", "+08:00", "2026-01-02T05:00:00+8:00",
      "2026-02-30T05:00:00+00:00",
    } do
      assert.equal("unstated", end_of(value), tostring(value))
    end
    assert.equal("unstated", end_of(nil))
  end)

  it("that are temporary have a token, under the name that it has there", function()
    local pair = {access_key_id = "id", access_key_secret = "s"}
    assert.equal("sts_token is missing", keys.temporary(pair, keys.OF_PROFILE)().problem)
    assert.equal("security_token is missing", keys.temporary(pair, keys.OF_SECTION)().problem)
    pair.security_token = "t"
    local last = keys.temporary(pair, keys.OF_SECTION)()
    assert.same({"t", math.huge}, {last.keys.security_token, last.expires_at})
  end)
end)
