local command = require "spec.support.command"
local shell = require "spec.support.shell"

local SERVICE = {
  endpoint = "https://iot.cn-shanghai.aliyuncs.com",
  credentials = {access_key_id = "testid", access_key_secret = "s3cret-of-keys"},
}

describe("aliota explain", function()
  local function explain(words) return command.run(SERVICE, "explain " .. words) end

  it("prints how a call is signed, and no secret", function()
    local status, output, errors = explain "ListOTATaskByJob JobId=j PageSize=10 DeviceNames=a DeviceNames='b c'"
    assert.same({0, ""}, {status, errors})
    for _, expected in ipairs {"signature V3", "DeviceNames.1=a", "DeviceNames.2=b%20c", "PageSize=10", "--as curl",
      "--compare FILE"} do assert.truthy(output:find(expected, 1, true), expected) end
    assert.is_nil(output:find("s3cret", 1, true))
    assert.truthy(select(2, explain "QueryOTAJob JobId=j --signature v1"):find("RPC signature 1.0", 1, true))
  end)

  it("prints the call as a program", function()
    for name, expected in pairs {curl = "openssl", lua = "aliota", python = "hmac", node = "crypto"} do
      local status, output = explain("QueryOTAJob JobId=j --as " .. name)
      assert.equal(0, status)
      assert.truthy(output:find(expected, 1, true), output)
    end
  end)

  it("finds where the service has signed something else, in a file or in standard input", function()
    local _, output = explain "QueryOTAJob JobId=ab --signature v1"
    local theirs = output:match "String to sign\n +(%S+)":gsub("JobId%%3Dab", "JobId%%3DaB")
    local path = os.tmpname()
    finally(function() os.remove(path) end)
    local file = assert(io.open(path, "w"))
    file:write("The signature does not match. server string to sign is:", theirs, "\n")
    file:close()
    local words = "QueryOTAJob JobId=ab --signature v1 --compare "
    local status, said, errors = explain(words .. path)
    assert.same({0, ""}, {status, errors})
    assert.truthy(said:find("JobId", 1, true), said)
    local input, input_status = shell.run(("%s <%s"):format(command.line(SERVICE, "explain " .. words .. "-"), path))
    assert.same({0, said}, {input_status, input})
  end)

  it("says what is wrong", function()
    for words, expected in pairs {
      [""] = "missing argument 'OPERATION'", ["QueryOTAJo"] = [[did you mean "QueryOTAJob"?]],
      ["QueryOTAJob"] = "QueryOTAJob: JobId is missing\n",
      ["QueryOTAJob Jobid=1"] = [[there is no parameter "Jobid"; did you mean "JobId"?]],
      ["QueryOTAJob JobId"] = "takes NAME=VALUE, such as PageSize=10, not JobId",
      ["ListOTATaskByJob JobId=j PageSize=ten"] = [[PageSize must be an integer, not "ten"]],
      ["QueryOTAJob JobId=j --compare /none"] = "/none: No such file or directory\n",
      ["QueryOTAJob JobId=j --compare /dev/null"] = "there is no canonical request in the message",
    } do
      local status, output, errors = explain(words)
      assert.same({1, ""}, {status, output})
      assert.truthy(errors:find(expected, 1, true) and not errors:find "traceback", errors)
    end
  end)
end)
