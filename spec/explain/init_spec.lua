local aliota = require "aliota"
local cjson = require "cjson"
local data = require "spec.support.data"
local schemes = require "aliota.call.request"
local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"
local unpack = table.unpack or unpack -- luacheck: ignore 143

local KEYS = {access_key_id = "testid", access_key_secret = "testsecret"}
local TOKEN = "CAISsts/token+with==chars"
local TIME, NONCE = 1767323045, "0123456789abcdef0123456789abcdef" -- of the vectors

local vectors = cjson.decode(data.read "vectors.json")

local function client(more)
  local options = {
    region = "cn-shanghai", credentials = KEYS, clock = function() return TIME end, nonce = function() return NONCE end,
  }
  for name, value in pairs(more or {}) do options[name] = value end
  return aliota.new(options)
end

local function with_token()
  return {access_key_id = "testid", access_key_secret = "testsecret", security_token = TOKEN}
end

local MESSAGE = {
  v1 = function(vector)
    return "Specified signature is not matched with our calculation. server string to sign is:" .. vector.string_to_sign
  end,
  v3 = function(vector)
    return ("Specified signature is not matched with our calculation. server string to sign is:%s server canonical "
      .. "request is:%s"):format(vector.string_to_sign, vector.canonical_request)
  end,
}

local NASTY = {
  JobId = "a b+c*d~e!'()",
  DeviceNames = {"a b", "a+b", "a*b~c", "it's(ok)!", "/:@=&?#%", "设备-1", "😀", "-_.~"},
}
local PAGE = {JobId = "7glPHmaDYLAYMD1HHutT02****", PageSize = 10, CurrentPage = 1}
local TWELVE = {JobId = "job1", DeviceNames = {}}
for i = 1, 12 do TWELVE.DeviceNames[i] = "device" .. i end

-- What each vector's request differs in from ours for these parameters, "same" for nothing.
local EXPECTED = {
  v1 = {
    ["doc-iot-pub"] = {PAGE, "the method"},
    ["doc-ecs-describededicatedhosts"] = {PAGE, "the method"},
    ["doc-ecs-describeregions"] = {PAGE, "the method"},
    ["doc-ram-createuser"] = {PAGE, "the method"},
    ["doc-ims-createuser"] = {PAGE, "the method"},
    ["pop-listotataskbyjob-get"] = {PAGE, "the method"},
    ["pop-listotataskbyjob-post-form"] = {PAGE, "same"},
    ["pop-devicenames-12-get"] = {TWELVE, "the method"},
    ["pop-nasty-characters-get"] = {NASTY, "the method"},
    ["pop-nasty-characters-post-form"] = {NASTY, "same"},
    ["pop-sts-get"] = {PAGE, "the method", token = true},
    ["pop-format-xml-get"] = {PAGE, "the method"},
    ["pop-tags-nested-post-form"] = {{
      FirmwareId = "fw1", ProductKey = "pk1", NeedPush = true, SrcVersion = {"1.0.0", "1.0.1"},
      Tag = {{Key = "key1", Value = "value 1"}, {Key = "key2", Value = "value2"}},
    }, "same", action = "CreateOTADynamicUpgradeJob"},
    ["pop-empty-value-get"] = {{JobId = "job1"}, "the method"},
    ["oac-v2-listotataskbyjob-post-query"] = {
      {JobId = "job1", CurrentPage = 2, PageSize = 100, DeviceNames = {"d1", "d2"}}, "the parameter Format",
    },
    ["oac-v2-sts-post-query"] = {{JobId = "job1"}, "the parameter Format", token = true},
    ["oac-v2-form-body-mixed"] = {{JobId = "job1", DeviceNames = {"x y", "z"}}, "the parameter Format"},
  },
  v3 = {
    ["doc-ecs-runinstances"] = {PAGE, "the parameter CurrentPage"},
    ["min-listotataskbyjob-get"] = {PAGE, "the method"},
    ["min-listotataskbyjob-post-query"] = {PAGE, "same"},
    ["min-listotataskbyjob-post-form"] = {PAGE, "the parameter CurrentPage"},
    ["min-devicenames-12"] = {TWELVE, "same"},
    ["min-nasty-characters"] = {NASTY, "same"},
    ["min-sts"] = {{JobId = "job1"}, "same", token = true},
    ["min-sts-token-header-only"] = {{JobId = "job1"}, "the header x-acs-accesskey-id", token = true},
    ["min-empty-query"] = {{JobId = "job1"}, "the method"},
    ["min-empty-value"] = {{JobId = "job1"}, "the method"},
    ["min-json-body"] = {{JobId = "job1"}, "the parameter JobId"},
    ["sdk-listotataskbyjob"] = {PAGE, "the header x-acs-credentials-provider"},
    ["sdk-listotataskbyjob-devicenames"] = {{
      JobId = "job1", DeviceNames = NASTY.DeviceNames, IotInstanceId = "iot-v64abcdefgh", TaskStatus = "IN_PROGRESS",
    }, "the header x-acs-credentials-provider"},
    ["sdk-listotataskbyjob-sts"] = {{JobId = "job1"}, "the header x-acs-credentials-provider", token = true},
    ["sdk-listotamodulebyproduct-get"] = {
      {ProductKey = "a1abcdefghi"}, "the header x-acs-credentials-provider", action = "ListOTAModuleByProduct",
    },
    ["sdk-createotadynamicupgradejob"] = {{
      FirmwareId = "fw1", ProductKey = "pk1", NeedPush = true, MaximumPerMinute = 100, SrcVersion = {"1.0.0"},
      Tag = {{Key = "key1", Value = "value 1"}},
    }, "the header x-acs-credentials-provider", action = "CreateOTADynamicUpgradeJob"},
  },
}

local function first_difference(a, b)
  for i = 1, math.max(#a, #b) do
    if a:sub(i, i) ~= b:sub(i, i) then return i end
  end
end

describe("explain", function()
  for scheme, expected in pairs(EXPECTED) do
    for _, vector in ipairs(vectors[scheme]) do
      it(("holds against %s, %s"):format(scheme, vector.name), function()
        local params, part = unpack(expected[vector.name])
        local it_is = expected[vector.name]
        local explanation = assert(client({signature = scheme, credentials = it_is.token and with_token() or KEYS})
          :explain(it_is.action or "ListOTATaskByJob", params))
        local ours = explanation.canonical_request or explanation.string_to_sign
        local theirs = vector.canonical_request or vector.string_to_sign
        local found = assert(explanation:compare(MESSAGE[scheme](vector)))
        assert.equal(part, found.same and "same" or found.part)
        if found.same then
          if not it_is.token then assert.equal(theirs, ours) end
          assert.truthy(found.cause:find("access key id testid", 1, true))
        else
          assert.equal(first_difference(ours, theirs), found.byte)
        end
      end)
    end
  end

  it("shows what goes over the wire, in the order in which it is made", function()
    local explanation = assert(client():explain("ListOTATaskByJob", PAGE))
    local vector = vectors.v3[3]
    assert.equal("min-listotataskbyjob-post-query", vector.name)
    assert.equal(vector.canonical_request, explanation.canonical_request)
    assert.equal(vector.canonical_query, explanation.canonical_query)
    assert.equal(vector.string_to_sign, explanation.string_to_sign)
    assert.same({"ListOTATaskByJob", "v3", "POST"}, {explanation.action, explanation.signature, explanation.method})
    assert.equal("https://iot.cn-shanghai.aliyuncs.com/?" .. vector.canonical_query, explanation.url)
    local shown, at = tostring(explanation), 1
    for _, text in ipairs {
      "ListOTATaskByJob, signature V3", "\nRequest\n  POST https://", "\n  x-acs-date: 2026-01-02T03:04:05Z\n",
      "\nCanonical request\n  POST\n  /\n  CurrentPage=1&", "\nString to sign\n  ACS3-HMAC-SHA256\n",
    } do
      at = assert(select(2, shown:find(text, at, true)), text)
    end
  end)

  -- Everything that can be reached from it without the debug library.
  local function dump(value, seen)
    if type(value) ~= "table" then return tostring(value) end
    if seen[value] then return "" end
    seen[value] = true
    local pieces = {tostring(value)}
    for key, member in pairs(value) do pieces[#pieces + 1] = dump(key, seen) .. "=" .. dump(member, seen) end
    return table.concat(pieces, "\n")
  end

  for _, scheme in ipairs {"v3", "v1"} do
    it("shows no secret, token or signature, " .. scheme, function()
      local keys = {access_key_id = "LTAI5tExample", access_key_secret = "verySecretSecret", security_token = TOKEN}
      local request = schemes[scheme] {
        operation = require("aliota.api.operations").QueryOTAJob, params = {JobId = "j"}, credentials = keys,
        time = TIME, nonce = NONCE, endpoint = {url = "http://h/", host = "h", path = "/"}, user_agent = "spec",
        format = "json",
      }
      local text = request.url .. table.concat(request.headers, "\n")
      local signature = text:match "[&,]Signature=([%w%%]+)"
      local explanation = client({signature = scheme, credentials = keys, endpoint = "http://h/"})
        :explain("QueryOTAJob", {JobId = "j"})
      local shown = dump(explanation, {})
      assert.truthy(#signature >= 27)
      for _, secret in ipairs {keys.access_key_secret, TOKEN, signature} do
        assert.is_nil(shown:find(secret, 1, true))
        assert.is_nil(shown:find(secret:gsub("%W", function(c) return ("%%%02X"):format(c:byte()) end), 1, true))
      end
      assert.truthy(shown:find("LTAI5tExample", 1, true))
    end)
  end

  it("tells that a token is another one, without showing either", function()
    for _, scheme in ipairs {"v3", "v1"} do
      local theirs = scheme == "v3" and vectors.v3[7] or vectors.v1[16]
      assert.truthy(theirs.name:find "sts")
      local keys = {access_key_id = "testid", access_key_secret = "s", security_token = "other+token"}
      local found = client({signature = scheme, credentials = keys})
        :explain("ListOTATaskByJob", {JobId = "job1"})
        :compare((MESSAGE[scheme](theirs):gsub("Format%%3Djson", "Format%%3DJSON")))
      assert.is_true(found.same)
      assert.truthy(found.cause:find "the security token alone")
      assert.is_nil(tostring(found):find("CAIS", 1, true) or tostring(found):find("other+token", 1, true))
    end
  end)

  -- The sandbox's gateway is another reading of the rules: it says what it has signed.
  describe("with a gateway that got something else", function()
    local box = support.new {access_key_id = signer.ID, access_key_secret = signer.SECRET}
    local keys = {access_key_id = signer.ID, access_key_secret = signer.SECRET}

    local function refused(scheme, change)
      local request = schemes[scheme] {
        operation = require("aliota.api.operations").ListOTATaskByJob, params = {JobId = "a b+c", PageSize = "10"},
        credentials = keys, endpoint = {url = "http://h/", host = "h", path = "/"}, time = signer.NOW,
        nonce = signer.nonce(), user_agent = "spec", format = "json",
      }
      local sent = {method = request.method, path = "/", query = request.url:match "%?(.*)", headers = {}, body = ""}
      for _, line in ipairs(request.headers) do
        local name, value = line:match "^([^:]+): (.*)$"
        sent.headers[name:lower()] = value
      end
      sent.headers.host = "h"
      change(sent)
      local members = support.ask(box, sent)
      assert.equal("SignatureDoesNotMatch", members.Code)
      return members.Message
    end

    local function query(from, to)
      return function(sent) sent.query = sent.query:gsub(from, to) end
    end

    local CASES = {
      ["a plus sign as it is"] = {query("%%2B", "+"), "the parameter JobId", "a plus sign was sent as it is"},
      ["an encoding too many"] = {query("%%20", "%%2520"), "the parameter JobId", "another value"},
      ["a value"] = {query("PageSize=10", "PageSize=100"), "the parameter PageSize", "another value"},
      ["a parameter more"] = {query("PageSize", "Extra=1&PageSize"), "the parameter Extra", "not signed here"},
      ["a parameter less"] = {query("&PageSize=10", ""), "the parameter PageSize", "did not arrive"},
      ["a GET"] = {function(sent) sent.method = "GET" end, "the method", "the one that is used"},
      ["a host"] = {
        function(sent) sent.headers.host = "proxy:80" end, "the header host", "changed the Host", only = "v3",
      },
    }
    for _, scheme in ipairs {"v3", "v1"} do
      for what, case in pairs(CASES) do
        if not case.only or case.only == scheme then
          it(("finds %s, %s"):format(what, scheme), function()
            local explanation = client({signature = scheme, credentials = keys, endpoint = "http://h/"})
              :explain("ListOTATaskByJob", {JobId = "a b+c", PageSize = 10})
            local found = assert(explanation:compare(refused(scheme, case[1])))
            assert.same({false, case[2]}, {found.same, found.part})
            assert.truthy(found.cause:find(case[3], 1, true), found.cause)
          end)
        end
      end
    end
  end)

  it("takes an error of a call, and knows a wrong secret by a text that is the same", function()
    local service = assert(require("aliota.sandbox").start())
    finally(function() service:stop() end)
    for _, scheme in ipairs {"v3", "v1"} do
      local wrong = aliota.new {
        endpoint = service.endpoint, signature = scheme, proxy = false,
        credentials = {access_key_id = service.credentials.access_key_id, access_key_secret = "mistyped-secret"},
      }
      local response, err = wrong:query_ota_job {JobId = "a b"}
      assert.same({nil, "SignatureDoesNotMatch"}, {response, err.code})
      local explanation = assert(wrong:explain("QueryOTAJob", {JobId = "a b"}))
      for _, message in ipairs {err, err.message, tostring(err), cjson.encode {Message = err.message}} do
        local found = assert(explanation:compare(message))
        assert.is_true(found.same)
        assert.truthy(tostring(found):find("access key id " .. service.credentials.access_key_id, 1, true))
      end
      local found = explanation:compare((tostring(err):gsub("a%%2520b", "a%%252Bb"):gsub("a%%20b", "a%%2Bb")))
      assert.equal("the parameter JobId", found.part)
    end
  end)

  it("says why there is nothing to compare", function()
    local explanation = client():explain("QueryOTAJob", {JobId = "j"})
    for message, why in pairs {
      Forbidden = "there is no canonical request in the message",
      [MESSAGE.v1(vectors.v1[1])] = "the request was signed with V1, this client signs with V3",
    } do
      local difference, err = explanation:compare(message)
      assert.is_nil(difference)
      assert.same({"decode", "NotComparable", why, false}, {err.kind, err.code, err.message, err.retryable})
    end
    assert.has_error(function() explanation:compare(7) end, "compare: an error or its message expected, not a number")
  end)

  it("has no keys to explain with", function()
    local locked = client {credentials = function() return nil, "locked" end}
    local explanation, err = locked:explain("QueryOTAJob", {JobId = "j"})
    assert.same({nil, "credentials", "QueryOTAJob"}, {explanation, err.kind, err.action})
  end)

  it("raises what is misused", function()
    local it_is = client()
    assert.has_error(function() it_is:explain() end, "explain: the name of an operation expected, not a nil")
    assert.has_error(function() it_is:explain("QueryOTAJop", {}) end,
      'explain: there is no operation "QueryOTAJop"; did you mean "QueryOTAJob"?')
    assert.has_error(function() it_is:explain("QueryOTAJob", {JobID = "x"}) end,
      'QueryOTAJob: there is no parameter "JobID"; did you mean "JobId"?')
    assert.has_error(function() it_is.explain() end, "call it with a colon: client:explain(…)")
    assert.has_error(function() it_is:explain("QueryOTAJob", {JobId = "x", deadline = 3}) end)
  end)
end)
