local aliota = require "aliota"
local format = require "aliota.sandbox.format"
local sandbox = require "aliota.sandbox"

local function rendered(request, action, members)
  request.headers, request.query, request.body = request.headers or {}, request.query or "", request.body or ""
  return format.render(request, action, members or {Success = true})
end

describe("format", function()
  it("is what V1 names in the query or the form, and XML where it names none", function()
    local cases = {
      {{query = "Format=JSON&SignatureVersion=1.0"}, "json"}, {{query = "a=b&Format=xml"}, "xml"},
      {{body = "Format=XML"}, "xml"}, {{query = "SignatureVersion=1.0"}, "xml"}, {{query = "NoFormat=XML"}, "json"},
    }
    for _, case in ipairs(cases) do
      local _, content_type = rendered(case[1], "QueryOTAJob")
      assert.truthy(content_type:find("/" .. case[2], 1, true), case[1].query)
    end
  end)

  it("is what the Accept header of V3 says", function()
    for accept, expected in pairs {["application/json"] = "json", ["application/xml"] = "xml", ["text/xml"] = "xml",
      ["*/*"] = "json"} do
      local _, content_type = rendered({headers = {authorization = "ACS3", accept = accept}}, "QueryOTAJob")
      assert.truthy(content_type:find("/" .. expected, 1, true), accept)
    end
  end)

  it("names the root after the operation, or Error for the gateway's refusals", function()
    local request = {query = "Format=XML"}
    assert.truthy(rendered(request, "QueryOTAJob"):find "<QueryOTAJobResponse><Success>true<")
    assert.truthy(rendered(request, "QueryOTAJob", {HostId = "h", Code = "c"}):find "<Error><Code>c<")
    assert.truthy(rendered(request, nil, {Code = "c"}):find "<Error>")
  end)

  it("gives a member another name, and leaves what only looks like one", function()
    local members = {JobId = 'x","JobId":"y', JobIds = "<JobId>z</JobId>", Data = {JobId = "JobId"}}
    local expected = {JobID = members.JobId, JobIds = members.JobIds, Data = {JobID = "JobId"}}
    for _, query in ipairs {"Format=JSON", "Format=XML"} do
      local body = rendered({query = query}, "QueryOTAJob", members)
      assert.equal(#rendered({query = query}, "QueryOTAJob", expected), #format.rename(body, "JobId", "JobID"))
      local read = query:find "JSON" and require("cjson").decode or function(text)
        return (require "aliota.call.xml"(text, {}))
      end
      assert.same(expected, read(format.rename(body, "JobId", "JobID")))
    end
  end)

  it("gives a client the same tasks, pages and errors in XML as in JSON", function()
    local service = assert(sandbox.start {devices = 130})
    for _, signature in ipairs {"v1", "v3"} do
      local results = {}
      for _, name in ipairs {"json", "xml"} do
        local client = aliota.new {
          endpoint = service.endpoint, credentials = service.credentials, signature = signature, format = name,
          proxy = false,
        }
        local _, unknown = client:call("ListOTATaskByJob", {JobId = "nonesuch"})
        local _, missing = client:call("QueryOTAJob", {JobId = "nonesuch"})
        local pages = client:pages({JobId = service.job_id}):collect()
        for _, page in ipairs(pages) do page.RequestId = nil end
        results[name] = {
          pages, client:tasks({JobId = service.job_id, TaskStatus = "FAILED"}):collect(),
          client:tasks({JobId = service.job_id, DeviceNames = {"nobody"}}):collect(),
          unknown.kind, unknown.code, unknown.message, missing.kind, missing.code,
        }
      end
      assert.same(results.json, results.xml)
      assert.equal(2, #results.xml[1])
    end
    service:stop()
  end)
end)
