-- The official clients are refused for the reasons that the reference names, and report refusals each in its own way.

local box = require "spec.official.box"
local node = require "spec.official.node"
local with = require "spec.official.with"

local QUARTER = 15 * 60 -- seconds that a clock may be wrong

local EXPIRED = {
  access_key_id = "STS.expired", access_key_secret = "secret", security_token = "CAIS/expired", expires_in = 0,
}

local function refused(code, status, answer)
  assert.is_nil(answer.body)
  assert.equal(code, answer.error.code)
  assert.equal(status, answer.error.status)
  assert.truthy(answer.error.data.RequestId:find "^%x+%-%x+%-%x+%-%x+%-%x+$")
end

describe("the official client", function()
  local official, plain, temporary, strict
  setup(function()
    official = node.start()
    plain = box.start()
    temporary = box.start {security_token = "CAIS/token+with==chars", users = {EXPIRED}}
    strict = box.start {qps = 1}
  end)
  teardown(function()
    plain:stop()
    temporary:stop()
    strict:stop()
    official:stop()
  end)

  -- A call that is in order but for the changes.
  local function call(client, running, changes)
    return official:call(with({
      client = client, action = "ListOTATaskByJob", params = {JobId = running.job_id},
      endpoint = running.endpoint, credentials = running.credentials,
    }, changes))
  end

  for _, client in ipairs(node.CLIENTS) do
    describe(client, function()
      it("is refused with a wrong secret", function()
        local keys = with(plain.credentials, {access_key_secret = "wrong"})
        refused("SignatureDoesNotMatch", 400, call(client, plain, {credentials = keys}))
      end)

      it("is refused with an unknown key", function()
        local keys = with(plain.credentials, {access_key_id = "unknown"})
        refused("InvalidAccessKeyId.NotFound", 404, call(client, plain, {credentials = keys}))
      end)

      it("is refused when its clock is more than 15 minutes off, and not before", function()
        for _, direction in ipairs {1, -1} do
          refused("InvalidTimeStamp.Expired", 400, call(client, plain, {skew = direction * (QUARTER + 60)}))
          assert.is_true(call(client, plain, {skew = direction * (QUARTER - 60)}).body.Success)
        end
      end)

      it("is refused when it uses a nonce again", function()
        local nonce = {nonce = "the nonce of " .. client}
        assert.is_true(call(client, plain, nonce).body.Success)
        refused("SignatureNonceUsed", 400, call(client, plain, nonce))
      end)

      it("is let in with a temporary key and its token, and not with another one or none", function()
        assert.is_true(call(client, temporary).body.Success)
        local other = with(temporary.credentials, {security_token = "CAIS/another"})
        assert.truthy(call(client, temporary, {credentials = other}).error.code:find "^InvalidSecurityToken%.")
        local none = with(temporary.credentials, {security_token = ""})
        refused("MissingSecurityToken", 400, call(client, temporary, {credentials = none}))
      end)

      it("is refused once its token has expired", function()
        local answer = call(client, temporary, {credentials = EXPIRED})
        assert.truthy(answer.error.code:find "^InvalidSecurityToken%.")
      end)

      it("is throttled", function()
        local answer, left = call(client, strict), 50
        while not answer.error and left > 0 do answer, left = call(client, strict), left - 1 end
        refused("Throttling.User", 400, answer)
      end)

      it("is refused without a parameter that is required", function()
        refused("MissingJobId", 400, call(client, plain, {params = {PageSize = 10}}))
      end)

      -- Errors, Two kinds: what official clients do.
      it("reports what the service refuses", function()
        local answer = call(client, plain, {params = {JobId = "unknown"}})
        if client:find "^sdk" then
          assert.is_nil(answer.error)
          assert.is_false(answer.body.Success)
          assert.truthy(answer.body.Code:find "^iot%.")
          assert.is_string(answer.body.ErrorMessage)
        else
          assert.equal(answer.error.data.Code .. "Error", answer.error.name)
          assert.truthy(answer.error.message:find "^undefined, URL: ")
          assert.is_false(answer.error.data.Success)
        end
      end)
    end)
  end

  it("sdk reads a refusal in XML, too", function()
    local answer = call("sdk", plain, {headers = {accept = "application/xml"}, params = {PageSize = 10}})
    refused("MissingJobId", 400, answer)
  end)

  for _, client in ipairs {"pop-get", "pop-post"} do
    it(client .. " learns that there is no such operation", function()
      refused("InvalidAction.NotFound", 404, call(client, plain, {action = "ListOTATasksByJob"}))
    end)

    it(client .. " can't read the XML that it may ask for", function()
      local params = {JobId = plain.job_id, Format = "XML"}
      assert.equal("SyntaxError", call(client, plain, {params = params}).error.name)
    end)
  end
end)
