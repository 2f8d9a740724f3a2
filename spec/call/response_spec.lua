local core = require "aliota.core"
local data = require "spec.support.data"
local errors = require "aliota.api.errors"
local read = require "aliota.call.response"

local aliota_null, fingerprints = core.null, core.fingerprints

local KEYS = {access_key_id = "id", access_key_secret = "s3cret-s3cret", security_token = "t0ken-t0ken-t0ken"}

local function answer(status, body)
  return {
    status = status, headers = {}, body = body, credentials = KEYS,
    operation = require("aliota.api.operations").QueryOTAJob,
  }
end

local function failure(status, body)
  local response, err = read(answer(status, body))
  assert.is_nil(response)
  assert.is_true(errors.is(err))
  assert.equal("QueryOTAJob", err.action)
  assert.equal(status, err.status)
  return err
end

describe("response", function()
  it("hands a success over as it came", function()
    local response = read(answer(200, data.read "list_ota_task_by_job.json"))
    assert.equal(2, response.Total)
    assert.equal("1440", response.Data.SimpleOTATaskInfo[1].Timeout)
  end)

  it("decides on Success, not on Code", function()
    assert.truthy(read(answer(200, '{"Success":true,"Code":""}')))
    assert.truthy(read(answer(200, '{"Success":true,"Code":"200"}')))
    assert.truthy(read(answer(200, '{"Success":"true"}')))
    local err = failure(200, '{"Success":false,"Code":"iot.system.SystemException","ErrorMessage":"A system exception '
      .. 'occurred.","RequestId":"R"}')
    assert.same({"api", "iot.system.SystemException", "A system exception occurred.", "R", true},
      {err.kind, err.code, err.message, err.request_id, err.retryable})
  end)

  it("copes with a refusal that says little", function()
    for _,
      body in ipairs {'{"Success":false}', '{"Success":false,"Code":null,"ErrorMessage":""}', '{"Success":"false"}'} do
      local err = failure(200, body)
      assert.same({"api", nil, "no message was given"}, {err.kind, err.code, err.message})
    end
  end)

  describe("reads XML, whatever was asked for,", function()
    it("as the same tables as JSON: the vendor's samples are one", function()
      local in_json = read(answer(200, data.read "list_ota_task_by_job.json"))
      local xml_answer = answer(200, data.read "list_ota_task_by_job.xml")
      xml_answer.operation = require("aliota.api.operations").ListOTATaskByJob
      assert.same(in_json, (read(xml_answer)))
    end)

    it("as the same errors as JSON", function()
      local cases = {
        {404, "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>R</RequestId><HostId>h</HostId>"
          .. "<Code>InvalidAction.NotFound</Code><Message>No.</Message><Recommend><![CDATA[u]]></Recommend></Error>",
          {"api", "InvalidAction.NotFound", "No.", "R"}},
        {400, "<Error><Code>Throttling.User</Code><Message>m</Message></Error>", {"throttled", "Throttling.User", "m"}},
        {200, "<QueryOTAJobResponse><Success>false</Success><Code>iot.x</Code><ErrorMessage>m</ErrorMessage>"
          .. "<RequestId>R</RequestId></QueryOTAJobResponse>", {"api", "iot.x", "m", "R"}},
        {200, "<QueryOTAJobResponse/>", {"decode", nil, "neither Success nor Code in the answer: "
          .. [["<QueryOTAJobResponse/>"]]}},
        {200, "<QueryOTAJobResponse><Succ", {"decode", nil, "the answer is no readable XML (unclosed token at line 1, "
          .. [[column 22): "<QueryOTAJobResponse><Succ"]]}},
        {200, "<ListOTAFirmwareResponse><Success>true</Success></ListOTAFirmwareResponse>", {"decode", nil,
          "the answer is some other document: "
          .. [["<ListOTAFirmwareResponse><Success>true</Success></ListOTAFirmwareResponse>"]]}},
      }
      for _, case in ipairs(cases) do
        local err = failure(case[1], case[2])
        assert.same(case[3], {err.kind, err.code, err.message, err.request_id})
      end
    end)
  end)

  describe("dresses the rows of", function()
    local task = require "aliota.api.task"
    local LIST = require("aliota.api.operations").ListOTATaskByJob

    local function dressed(body)
      local from = answer(200, body)
      from.operation = LIST
      return read(from, {nulls_absent = true, row_schema = task})
    end

    it("JSON, and brings their ids", function()
      local response, err, ids = dressed(data.read "list_ota_task_by_job.json")
      local rows = response.Data.SimpleOTATaskInfo
      assert.is_nil(err)
      assert.same({1440, 0, 1000, 100}, {rows[1].Timeout, rows[1].Progress, rows[2].Timeout, rows[2].Progress})
      assert.equal("testDevice1", tostring(rows[1]):match "%S+")
      assert.equal((fingerprints.of(rows, "TaskId")), ids)
    end)

    it("JSON and XML with some members alone, and those of them that lack an id with the ids of the others", function()
      local schema = {fields = {DeviceName = true}}
      for name, value in pairs(task) do schema[name] = value end
      local function rows_of(name, change)
        local from = answer(200, (change or tostring)(data.read("list_ota_task_by_job." .. name)))
        from.operation = LIST
        local response, err, ids = read(from, {nulls_absent = true, row_schema = schema})
        assert.is_nil(err)
        return response.Data.SimpleOTATaskInfo, ids
      end
      local rows, ids = rows_of "json"
      assert.same({DeviceName = "testDevice1"}, rows[1])
      local in_xml = rows_of "xml"
      assert.equal(ids, (fingerprints.of(in_xml, "TaskId")))
      in_xml[1].TaskId = nil
      assert.same(rows[1], in_xml[1])
      local without, none = rows_of("json", function(body) return (body:gsub('"TaskId"', '"OtherId"', 1)) end)
      assert.is_nil(none)
      assert.same({DeviceName = "testDevice1"}, without[1])
      assert.is_string(without[2].TaskId)
    end)

    it("XML to the same", function()
      local in_json = dressed(data.read "list_ota_task_by_job.json")
      local in_xml, err, ids = dressed(data.read "list_ota_task_by_job.xml")
      assert.same({in_json}, {in_xml, err, ids})
      for i, row in ipairs(in_xml.Data.SimpleOTATaskInfo) do
        assert.equal(tostring(in_json.Data.SimpleOTATaskInfo[i]), tostring(row))
      end
      assert.truthy(dressed "<ListOTATaskByJobResponse><Success>true</Success></ListOTATaskByJobResponse>")
    end)

    it("no refusal", function()
      local response, err = dressed '{"Success":false,"Code":"iot.x","ErrorMessage":"m"}'
      assert.same({nil, "iot.x"}, {response, err.code})
    end)
  end)

  describe("finds what is no character in a text", function()
    local texts = {
      JSON = {'{"Success":%s,"Code":"","ErrorMessage":"m","X":"a', "\\ud83d", 'b","Y":"\\\\"}'},
      ["JSON's bytes"] = {'{"Success":%s,"Code":"","ErrorMessage":"m","X":"a', "\255", 'b","Y":"\\\\"}'},
      XML = {"<QueryOTAJobResponse><Success>%s</Success><Code></Code><ErrorMessage>m</ErrorMessage><X>a", "&#xD83D;",
        "b</X></QueryOTAJobResponse>"},
      ["XML's bytes"] = {"<QueryOTAJobResponse><Success>%s</Success><ErrorMessage>m</ErrorMessage><X>a", "\255",
        "b</X></QueryOTAJobResponse>"},
    }
    for name, text in pairs(texts) do
      local function answered(success, broken)
        local from = answer(200, text[1]:format(success) .. (broken and text[2] or "") .. text[3])
        from.operation = require("aliota.api.operations").QueryOTAJob
        return from
      end

      it("of " .. name .. ": an error that is final, as the next answer would have it, too", function()
        local response, err = read(answered("true", true))
        assert.is_nil(response)
        assert.same({"decode", "TextInvalid", false}, {err.kind, err.code, err.retryable})
        assert.truthy(err.hint:find("U+FFFD", 1, true))
      end)

      it("of " .. name .. ": or it becomes U+FFFD, and is counted", function()
        local response, err, _, replaced = read(answered("true", true), {lenient = true})
        assert.same({"a\239\191\189b", 1}, {response.X, replaced}, tostring(err))
        assert.equal(0, (select(4, read(answered("true", false), {lenient = true}))))
        assert.is_nil((select(4, read(answered("true", false)))))
      end)

      it("of " .. name .. ": a refusal is what it says all the same", function()
        local response, err = read(answered("false", true))
        assert.is_nil(response)
        assert.same({"api", "m"}, {err.kind, err.message})
      end)
    end

    it("but takes an answer that is broken otherwise for that", function()
      for _, body in ipairs {'{"Success":true,"X":"\255', '{"Success":true,"X":"\255"'} do
        for _, lenient in ipairs {true, false} do
          local _, err = read(answer(200, body), {lenient = lenient})
          assert.same({"decode", true}, {err.kind, err.retryable})
          assert.is_nil(err.code)
        end
      end
    end)
  end)

  it("keeps null as aliota.null, or leaves it out", function()
    assert.equal(aliota_null, read(answer(200, '{"Success":true,"X":null}')).X)
    assert.is_nil(read(answer(200, '{"Success":true,"X":null}'), {nulls_absent = true}).X)
  end)

  describe("reads the gateway's envelope", function()
    for _, status in ipairs {400, 403, 404, 500, 503} do
      it("with HTTP " .. status, function()
        local err = failure(status,
          '{"RequestId":"R","HostId":"h","Code":"Forbidden.RAM","Message":"No.","Recommend":"u"}')
        assert.same({"api", "Forbidden.RAM", "No.", "R", status >= 500},
          {err.kind, err.code, err.message, err.request_id, err.retryable})
      end)
    end

    it("and a code in an answer with HTTP 200 and no Success", function()
      assert.equal("throttled", failure(200, '{"Code":"Throttling.User","Message":"slow down"}').kind)
    end)

    it("and knows throttling by code and by status", function()
      for _, code in ipairs {
        "Throttling", "Throttling.User", "Throttling.Api", "iot.messagebroker.RateLimit", "Rejected.Throttling",
        "iot.common.Throttling", "throttling.user",
      } do
        local err = failure(400, ('{"Code":"%s","Message":"m"}'):format(code))
        assert.same({"throttled", true}, {err.kind, err.retryable})
      end
      assert.equal("throttled", failure(429, '{"Code":"TooMany","Message":"m"}').kind)
      assert.equal("throttled", failure(429, "<html>").kind)
    end)
  end)

  describe("keeps what is said of a permission that is missing", function()
    local DETAIL = {
      AuthAction = "iot:ListOTATaskByJob", NoPermissionType = "ImplicitDeny",
      More = {Said = "*** and ***", AuthPrincipalDisplayName = "2001"},
    }

    it("in JSON", function()
      local err = failure(403, '{"Code":"NoPermission","Message":"m","AccessDeniedDetail":{"PolicyType":null,'
        .. '"AuthAction":"iot:ListOTATaskByJob","NoPermissionType":"ImplicitDeny","More":{"Said":"s3cret-s3cret and '
        .. 't0ken-t0ken-t0ken","AuthPrincipalDisplayName":"2001"}}}')
      assert.same(DETAIL, err.detail)
      assert.equal(failure(403, '{"Code":"Forbidden.RAM","Message":"m"}').hint, err.hint)
    end)

    it("in XML", function()
      assert.same(DETAIL, failure(403, "<Error><Code>NoPermission</Code><Message>m</Message><AccessDeniedDetail>"
        .. "<AuthAction>iot:ListOTATaskByJob</AuthAction><NoPermissionType>ImplicitDeny</NoPermissionType><More><Said>"
        .. "s3cret-s3cret and t0ken-t0ken-t0ken</Said><AuthPrincipalDisplayName>2001</AuthPrincipalDisplayName></More>"
        .. "</AccessDeniedDetail></Error>").detail)
    end)

    it("as the text that it may be, and as nothing where it is nothing", function()
      assert.equal("no ***", failure(403, '{"Code":"x","AccessDeniedDetail":"no s3cret-s3cret"}').detail)
      for _, more in ipairs {"", ',"AccessDeniedDetail":null', ',"AccessDeniedDetail":""'} do
        assert.is_nil(failure(403, '{"Code":"x"' .. more .. "}").detail)
      end
    end)
  end)

  it("tells where a redirect leads to, without what is secret and whose it is", function()
    for _, status in ipairs {301, 302, 303, 307, 308} do
      local from = answer(status, "")
      from.headers.location = "https://me:hush-hush@login.test/s3cret-s3cret/in?Signature=abc&token=hush#hush"
      local _, err = read(from)
      assert.equal("a redirect to https://***@login.test/***/in, which is not followed; the answer is empty",
        err.message)
    end
  end)

  describe("shows the beginning of", function()
    local kilobyte = ("all of it is quoted, "):rep(50)

    it("a long page, however long its secrets are and wherever they stand", function()
      local token = ("t0k3n/"):rep(400)
      for before = 0, 4200, 97 do
        local from = answer(502, (" "):rep(before) .. token .. kilobyte)
        from.credentials = {access_key_secret = "s3cret-s3cret", security_token = token}
        local _, err = read(from)
        assert.is_nil(err.message:find "t0k3n", before)
        assert.truthy(err.message:find "…", 1, true)
      end
    end)

    it("a long text of a refusal", function()
      local text = ("s3cret-s3cret "):rep(1e5)
      local body = '{"Code":"TEXT","Message":"TEXT","AccessDeniedDetail":{"a":"TEXT"}}'
      local err = failure(400, (body:gsub("TEXT", text)))
      for _, shown in ipairs {err.code, err.message, err.detail.a} do
        assert.is_true(#shown < 1e5 and shown:find "^%*%*%* %*%*%*" ~= nil)
        assert.is_nil(shown:find "s3c")
      end
    end)
  end)

  it("does not read a page further than it takes to see that it is one", function()
    local luaexpat, parsed = require "lxp", false
    local new = luaexpat.new
    luaexpat.new = function(...)
      parsed = true
      return new(...)
    end
    finally(function() luaexpat.new = new end)
    failure(502, "<html><body>" .. ("<p>"):rep(1000))
    assert.is_false(parsed)
    failure(502, "<Error>")
    assert.is_true(parsed)
  end)

  it("shows no user and password of addresses that were on the way", function()
    local from = answer(502, "<html>via u:hush-hush and hush-hush")
    from.addresses = {"http://u:hush-hush@proxy"}
    local _, err = read(from)
    assert.is_nil(tostring(err):find "hush")
  end)

  describe("calls it a decode error when a 200 is", function()
    local cases = {
      {"", "the answer is empty"}, {" \n", "the answer is empty"},
      {"<html>\27[2J\n<b>x</b></html>", 'the answer is a page of HTML: "<html>.[2J <b>x</b></html>"'},
      {"<?xml version='1.0'?>\n<!-- x --><!DOCTYPE HTML SYSTEM><Error/>", "the answer is a page of HTML: "
        .. [["<?xml version='1.0'?> <!-- x --><!DOCTYPE HTML SYSTEM><Error/>"]]},
      {"<!-- x -->\n<Error></x>", "the answer is no readable XML (mismatched tag at line 2, "
        .. [[column 10): "<!-- x --> <Error></x>"]]},
      {"< b", 'the answer is neither a JSON object nor XML: "< b"'},
      {"[1]", 'the answer is neither a JSON object nor XML: "[1]"'},
      {'{"Success":tr', "the answer is broken JSON: value expected at byte 12"},
      {'{"Total":1}', 'neither Success nor Code in the answer: "{\\"Total\\":1}"'},
      {'{"Success":null}', 'neither Success nor Code in the answer: "{\\"Success\\":null}"'},
      {'{"Success":"no"}', 'neither Success nor Code in the answer: "{\\"Success\\":\\"no\\"}"'},
    }
    for _, case in ipairs(cases) do
      it(("%q"):format(case[1]), function()
        local err = failure(200, case[1])
        assert.same({"decode", case[2]}, {err.kind, err.message})
      end)
    end
  end)

  describe("calls it an http error when it comes with another status:", function()
    local cases = {
      {502, "<html>Bad Gateway</html>", 'the answer is a page of HTML: "<html>Bad Gateway</html>"', true},
      {304, "", "the answer is empty", false},
      {404, "", "the answer is empty", false},
      {500, '{"Co', "the answer is broken JSON: unfinished string at byte 5", true},
      {403, "{}", 'neither Success nor Code in the answer: "{}"', false},
      {302, "", "a redirect, which is not followed; the answer is empty", false},
    }
    for _, case in ipairs(cases) do
      it(case[1] .. " " .. case[2], function()
        local err = failure(case[1], case[2])
        assert.same({"http", case[3], case[4]}, {err.kind, err.message, err.retryable})
      end)
    end
  end)

  it("quotes no secret, token or signature, in any field and however the text is cut", function()
    local quoted = "Signature=abc%2Bd&SecurityToken=" .. KEYS.security_token .. " " .. KEYS.access_key_secret
    local envelope = ('{"RequestId":"%s","Code":"%s","Message":"%s"}'):format(quoted, quoted, quoted)
    local errs = {failure(400, envelope), failure(502, quoted), failure(200, quoted)}
    for length = 1, 90 do errs[#errs + 1] = failure(200, (" "):rep(2) .. ("x"):rep(length) .. quoted) end
    for _, err in ipairs(errs) do
      for _, text in ipairs {err.message, err.code or "", err.request_id or "", tostring(err)} do
        for _, part in ipairs {"s3cret", "t0ken", "abc"} do assert.is_nil(text:find(part, 1, true), text) end
      end
    end
  end)

  it("shows no more than the beginning of a body", function()
    local err = failure(200, ("z"):rep(10000))
    assert.truthy(#err.message < 150)
    assert.truthy(err.message:find "…$")
  end)
end)
