local cjson = require "cjson"
local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local REQUEST_ID = "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"

describe("responder", function()
  it("answers JSON with the service's content type and its own clock as Date", function()
    local response = support.new():handle(signer.v3())
    assert.equal(200, response.status)
    assert.same({
      ["content-type"] = "application/json;charset=utf-8",
      ["date"] = "Fri, 02 Jan 2026 03:04:05 GMT",
    }, response.headers)
  end)

  it("dates every answer of every route by the clock of who gives it, and says of what type it is", function()
    local now = signer.NOW
    local box = support.new {clock = function() return now end, imds_v1 = false}
    local function plain(method, path, query, headers, body)
      return {method = method, path = path, query = query or "", headers = headers or {}, body = body or ""}
    end
    local keys, control = "/latest/meta-data/ram/security-credentials/", "/_sandbox/"
    local gateway, json, text = "application/json;charset=utf-8", "application/json", "text/plain"
    local ttl = {["x-aliyun-ecs-metadata-token-ttl-seconds"] = "60"}
    local issued = box:handle(plain("PUT", "/latest/api/token", nil, ttl))
    local with_token = {["x-aliyun-ecs-metadata-token"] = issued.body}
    assert.same({["content-type"] = text, date = "Fri, 02 Jan 2026 03:04:05 GMT"}, issued.headers)
    local world = now + 86400 -- where time stands still
    box.world:advance(86400)
    local routes = {
      {gateway, signer.v3(), world}, {gateway, signer.v1(), world}, {gateway, signer.v3 {}, world},
      {gateway, signer.v3 {"JobId=another"}, world},
      {"text/xml;charset=utf-8", signer.v1(nil, {Format = "XML"}), world}, {gateway, plain("GET", "/nowhere")},
      {gateway, plain("DELETE", "/")}, {gateway, plain("GET", "/", "%")},
      {gateway, plain("POST", "/sts", "Action=%zz")}, {gateway, plain("POST", "/sts", "Action=None")},
      {gateway, plain("POST", "/sts", "Action=AssumeRole")},
      {gateway, plain("POST", "/sts", "Action=AssumeRoleWithOIDC&Timestamp=" .. signer.TIMESTAMP)},
      {gateway, plain("POST", "/sts", "Action=AssumeRoleWithOIDC&Timestamp=" .. signer.TIMESTAMP, nil,
        "OIDCProviderArn=p&OIDCToken=sandbox-oidc-token&RoleArn=acs:ram::1:role/sandbox-role&RoleSessionName=me")},
      {text, plain("GET", "/latest/api/token")}, {text, plain("PUT", "/latest/api/token")},
      {text, plain("GET", keys)}, {text, plain("GET", keys, nil, with_token)},
      {json, plain("GET", keys .. "sandbox-role", nil, with_token)},
      {text, plain("GET", keys .. "another", nil, with_token)}, {json, plain("GET", "/credentials")},
      {json, plain("GET", control .. "truth")}, {json, plain("GET", control .. "truth", "JobId=none")},
      {json, plain("GET", control .. "stats")}, {json, plain("GET", control .. "none")},
      {json, plain("POST", control .. "advance", nil, nil, '{"seconds":0}')},
      {json, plain("POST", control .. "clock", nil, nil, "{}")}, {json, plain("POST", control .. "reset")},
      {json, plain("POST", control .. "chaos", nil, nil, '{"proxy_page":{"count":1,"status":502}}')},
      {"text/html", signer.v3(), world},
    }
    for i, route in ipairs(routes) do
      now = now + 1
      local headers = box:handle(route[2]).headers
      local date = os.date("!%a, %d %b %Y %H:%M:%S GMT", route[3] or now)
      assert.same({route[1], date}, {headers["content-type"], headers.date}, i)
    end
    assert.truthy(box:malformed("nothing of it").headers.date)
  end)

  it("judges timestamps by the machine's clock, whatever becomes of the world", function()
    local now = signer.NOW
    local box = support.new {clock = function() return now end}
    local function answer(request)
      local response = box:handle(request or signer.v3())
      return cjson.decode(response.body).Success == true, response.headers.date
    end
    for _, seconds in ipairs {0, 3 * 3600, 30 * 86400} do
      box.world:advance(seconds)
      assert.same({true, os.date("!%a, %d %b %Y %H:%M:%S GMT", box.world:now())}, {answer()})
    end
    now = now + 16 * 60
    assert.same({false, "Fri, 02 Jan 2026 03:20:05 GMT"}, {answer()})
    now = now - 60
    assert.same({true, os.date("!%a, %d %b %Y %H:%M:%S GMT", box.world:now())}, {answer()})
  end)

  it("gives every answer a request id of its own", function()
    local box = support.new()
    local first, second = support.ask(box, signer.v3()).RequestId, support.ask(box, signer.v3({})).RequestId
    assert.truthy(first:find(REQUEST_ID))
    assert.truthy(second:find(REQUEST_ID))
    assert.are_not.equal(first, second)
  end)

  it("puts refusals of the gateway into its envelope", function()
    local members = support.ask(support.new(), signer.v3({}))
    assert.equal("MissingJobId", members.Code)
    assert.equal("JobId is mandatory for this action.", members.Message)
    assert.equal("localhost", members.HostId)
    assert.truthy(members.Recommend:find("q=MissingJobId", 1, true))
  end)

  it("puts refusals of the service into a body with Success false", function()
    local members = support.ask(support.new(), signer.v3({"JobId=another"}))
    assert.is_false(members.Success)
    assert.truthy(members.ErrorMessage)
    assert.is_nil(members.Message)
  end)

  it("answers anything malformed with an envelope", function()
    local requests = {
      {method = "GET", path = "/", query = "%", headers = {}},
      {method = "GET", path = "/", query = "a=%zz&Signature=%", headers = {}},
      {method = "GET", path = "/", query = ("a"):rep(100000), headers = {}},
      {method = "GET", path = "/", query = "AccessKeyId=\0\255&Action=\0", headers = {host = "\255\0"}},
      {method = "\0\255", path = "\0", headers = {}},
      {method = "POST", path = "/", headers = {["content-type"] = "application/x-www-form-urlencoded"}, body = "%%%"},
      {method = "POST", path = "/", headers = {authorization = "ACS3-HMAC-SHA256 Credential=\255,SignedHeaders=\255"}},
      {},
    }
    for _, request in ipairs(requests) do
      local members, status = support.ask(support.new(), request)
      assert.truthy(members.RequestId:find(REQUEST_ID))
      assert.truthy(members.Code and members.Message)
      assert.is_true(status >= 400 and status < 500)
    end
  end)

  it("quotes no bytes that would not be UTF-8", function()
    local request = signer.v3(nil, {["x-acs-odd"] = "\255\254"}, nil, "wrong secret")
    local body = support.new():handle(request).body
    assert.is_nil(body:find("[\128-\255]"))
  end)

  it("answers an envelope to what is no request", function()
    local response = support.new():malformed("it is \255")
    local members = require("cjson").decode(response.body)
    assert.same({400, "InvalidParameter.Format", "The request is malformed: it is ?."},
      {response.status, members.Code, members.Message})
    assert.truthy(members.RequestId:find(REQUEST_ID))
  end)

  it("hands on the faults that strike on the wire, and logs them", function()
    local lines = {}
    local box = support.new({
      chaos = {gzip = {}, trickle = {count = 1}},
      log = function(line) lines[#lines + 1] = line end,
    })
    assert.truthy(box:handle(signer.v3()).wire.trickle)
    assert.is_nil(box:handle(signer.v3()).wire.trickle)
    assert.truthy(lines[1]:find(" chaos: gzip trickle$"))
  end)

  it("counts a request against the quota when it arrives, not when it was sent", function()
    local now, arrives = 100, {}
    local late = {latency = {ms = 5000, jitter = 5000}}
    local box = support.new({qps = 1, chaos = late, monotime = function() return now end})
    local function ask()
      local response = box:handle(signer.v3(), function(seconds)
        arrives[#arrives + 1] = now + seconds
        now = now + seconds
      end)
      return require("cjson").decode(response.body).Code
    end
    local refused = 0
    for number = 1, 50 do
      now = 100 + 2 * number -- as sent, never within a second; some overtake others
      local before = arrives[#arrives]
      local code = ask()
      assert.is_true(arrives[#arrives] >= 100 + 2 * number)
      if before and code == "Throttling.User" then
        refused = refused + 1
        local nearest = math.huge
        for at = 1, #arrives - 1 do nearest = math.min(nearest, arrives[#arrives] - arrives[at]) end
        assert.is_true(nearest < 1)
      end
    end
    assert.is_true(refused > 0)
  end)

  it("answers InternalError when the sandbox itself fails", function()
    local lines = {}
    local box = support.new({log = function(line) lines[#lines + 1] = line end})
    box.service.answer = function() error("a fault") end
    local members, status = support.ask(box, signer.v3())
    assert.same({500, "InternalError"}, {status, members.Code})
    assert.is_nil(members.Message:find("a fault", 1, true))
    assert.truthy(lines[1]:find("a fault", 1, true))
  end)

  it("logs a line a request, without anything secret", function()
    local lines = {}
    local box = support.new({security_token = "the-token", log = function(line) lines[#lines + 1] = line end})
    local signed = signer.v1({"JobId=job1", "PageSize=2", "Other=hidden"}, {SecurityToken = "the-token"})
    local request_id = support.ask(box, signed).RequestId
    assert.equal("03:04:05 GET ListOTATaskByJob JobId=job1 PageSize=2 -> 200 Success " .. request_id, lines[1])
    support.ask(box, signer.v3({"JobId=a%0Ab"}, {["x-acs-security-token"] = "the-token"}))
    assert.truthy(lines[2]:find("JobId=a?b -> 200 iot.ota.JobNotFound", 1, true))
    support.ask(box, {method = "GET", path = "/", query = signed.query, headers = {}})
    assert.truthy(lines[3]:find("GET / -> 400 SignatureNonceUsed", 1, true))
    assert.is_nil(table.concat(lines):find("the-token", 1, true))
  end)
end)
