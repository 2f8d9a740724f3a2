-- Our client and the official ones, given the same clock and nonce, sign the same request.

local endpoint = require "aliota.call.endpoint"
local node = require "spec.official.node"
local operations = require "aliota.api.operations"
local parameters = require "aliota.api.parameters"
local schemes = require "aliota.call.request"
local sign = require("aliota.core").sign
local wire = require "spec.official.wire"

local TIME, NONCE = 1767323045, "0123456789abcdef0123456789abcdef"

local KEYS = {
  ["long-lived keys"] = {access_key_id = "testid", access_key_secret = "testsecret"},
  ["temporary keys"] = {
    access_key_id = "STS.testid", access_key_secret = "test/secret+", security_token = "CAIS/token+with==chars",
  },
}

local ASCII = {}
for byte = 32, 126 do ASCII[#ASCII + 1] = string.char(byte) end
ASCII = table.concat(ASCII)

local TWELVE = {}
for i = 1, 12 do TWELVE[i] = "device " .. i end

local CALLS = {
  {"ListOTATaskByJob", {JobId = "7glPHmaDYLAYMD1HHutT02****", TaskStatus = "IN_PROGRESS", PageSize = 100}},
  {"ListOTATaskByJob", {JobId = ASCII, CurrentPage = 1000, PageSize = 100}},
  {"ListOTATaskByJob", {JobId = "two\nlines\r\n\tand\0 a NUL", DeviceNames = TWELVE}},
  {"ListOTATaskByJob", {JobId = "设备-1 é 😀", DeviceNames = {"a+b", "a%20b", "a&b=c", "*~", "'!()'", "/?#;:@,$[]"}}},
  {"CreateOTADynamicUpgradeJob", {
    FirmwareId = "f", ProductKey = "p", DynamicMode = 2, NeedPush = true, NeedConfirm = false,
    SrcVersion = {"1 0", "2"},
    Tag = {{Key = "key1", Value = "a b"}, {Key = "key.2", Value = "值 & +"}},
  }},
  {"CreateOTAStaticUpgradeJob", {
    FirmwareId = "f", ProductKey = "p", TargetSelection = "GRAY", GrayPercent = "33.333", RetryInterval = 0,
    ScheduleTime = 1767330000000, ScheduleFinishTime = 1767340000000, MultiModuleMode = true,
  }},
  {"CreateOTAVerifyJob", {
    FirmwareId = "f", ProductKey = "p", TargetDeviceName = {"d 1", "d 2"}, TimeoutInMinutes = 1440,
  }},
  {"CreateOTAFirmware", {
    FirmwareName = "名字 1", DestVersion = "2.0.0+build", FirmwareUrl = "https://oss/x?Expires=1&Signature=a%2Fb",
    MultiFiles = {{Name = "a", Url = "https://a/?b=c", Size = 0}, {Name = "b", FileMd5 = "d41d8cd98f00b204"}},
    Udi = '{"a":"b c"}', Type = 1,
  }},
  {"CancelOTATaskByJob", {JobId = "j", CancelQueuedTask = true, CancelInProgressTask = false}},
  {"ConfirmOTATask", {TaskId = {"t1", "t2", "t3"}}},
  {"UpdateOTAModule", {ProductKey = "p", ModuleName = "m", AliasName = "", Desc = " "}},
  {"ListOTAModuleByProduct", {ProductKey = "p*"}},
  {"GenerateDeviceNameListURL", {}},
}

-- Our request, apart from the method, which pop-core's callers choose.
local function ours(scheme, call, keys, sent)
  local action, params = call[1], call[2]
  local built = schemes[scheme] {
    operation = {name = action, method = sent.method},
    params = assert(parameters(operations[action], params)),
    credentials = keys,
    endpoint = endpoint.parse("http://" .. sent.headers.host),
    time = TIME,
    nonce = NONCE,
    user_agent = "spec",
    format = "json",
  }
  return wire.read {method = built.method, url = built.url, headers = wire.headers(built.headers)}
end

-- The headers that a request says to have signed.
local function signed_headers(request)
  local _, names = wire.authorization(request.headers)
  local headers = {}
  for name in names:gmatch "[^;]+" do headers[name] = request.headers[name] end
  return headers
end

-- What our signer makes of a request.
local function signed_v3(request, headers, keys)
  local signature, _, names, canonical = sign.v3(request.method, request.path, request.parameters, headers,
    request.headers["x-acs-content-sha256"], keys.access_key_secret)
  return {keys.access_key_id, names, signature}, canonical
end

local function check_v3(call, keys, sent)
  local theirs, our = signed_headers(sent), ours("v3", call, keys, sent)
  assert.same({wire.authorization(sent.headers)}, (signed_v3(sent, theirs, keys)))
  theirs["x-acs-credentials-provider"] = nil -- the one header that the SDK adds to what the service asks for
  local expected, canonical = signed_v3(sent, theirs, keys)
  assert.same(expected, {wire.authorization(our.headers)})
  assert.equal(canonical, select(2, signed_v3(our, signed_headers(our), keys)))
end

local function check_v1(call, keys, sent)
  local theirs, our = sent.parameters, ours("v1", call, keys, sent).parameters
  local signature = theirs.Signature
  theirs.Signature = nil
  assert.equal(signature, (sign.v1(sent.method, theirs, keys.access_key_secret)))
  if theirs.Format == "JSON" then assert.equal(signature, our.Signature) end
  theirs.Format, our.Signature = theirs.Format:upper(), nil -- the SDK writes it in lower case
  assert.same(theirs, our)
end

local CHECKS = {["sdk"] = check_v3, ["sdk-v1"] = check_v1, ["pop-get"] = check_v1, ["pop-post"] = check_v1}

describe("signing", function()
  local official
  setup(function() official = node.start() end)
  teardown(function() official:stop() end)

  local function sent_by(client, call, keys)
    local answer = official:call {
      client = client, action = call[1], params = call[2], credentials = keys, time = TIME, nonce = NONCE,
    }
    assert.is_nil(answer.error)
    return wire.read(answer)
  end

  for client, check in pairs(CHECKS) do
    for kind, keys in pairs(KEYS) do
      for i, call in ipairs(CALLS) do
        it(("is as that of %s: %s with %s (%d)"):format(client, call[1], kind, i), function()
          local sent = sent_by(client, call, keys)
          check(call, keys, sent)
          if client:find "^sdk" then assert.equal(operations[call[1]].method, sent.method) end
        end)
      end
    end
  end
end)
