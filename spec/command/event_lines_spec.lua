local cjson = require "cjson"
local example = require "spec.support.example"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

local TOKEN, SECRET = "t0ken-of-the-session", "s3cret-of-the-keys"

describe("aliota --on-event", function()
  local service
  setup(function()
    service = assert(sandbox.start {devices = 1150, access_key_secret = SECRET, security_token = TOKEN})
  end)
  teardown(function() service:stop() end)

  -- Lines and exit status.
  local function log(options, secret)
    local keys = service.credentials
    local output, status = shell.run(example.command(service,
      ("bin/aliota list %s --qps 1000 --on-event %s >/dev/null"):format(service.job_id, options), {
        access_key_id = keys.access_key_id, access_key_secret = secret or keys.access_key_secret,
        security_token = keys.security_token,
      }))
    assert.is_nil(output:find(SECRET, 1, true))
    assert.is_nil(output:find(TOKEN, 1, true))
    local lines = {}
    for line in output:gmatch "[^\n]+" do lines[#lines + 1] = line end
    return lines, status
  end

  local function objects_of(lines)
    local by_type = {}
    for i, line in ipairs(lines) do
      local object = cjson.decode(line)
      assert.equal("number", type(object.at))
      by_type[object.type] = by_type[object.type] or {}
      table.insert(by_type[object.type], object)
      by_type[i] = object
    end
    return by_type
  end

  it("has a line for every event, which names its call", function()
    service:chaos {server_error = {after = 3, count = 1}}
    local lines, status = log "text"
    assert.equal(0, status)
    local seen = {}
    for _, line in ipairs(lines) do
      local kind, rest = line:match "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%dZ (%l+) +(.*)$"
      assert.truthy(kind, line)
      seen[kind] = seen[kind] or {}
      table.insert(seen[kind], rest)
      for word in rest:gsub('"[^"]*"', "quoted"):gmatch "%S+" do assert.truthy(word:find "^[%w_]+=%S+$", line) end
    end
    assert.same({13, 13, 12, 1, 1},
      {#seen.request, #seen.response, #seen.page, #seen.retry, #seen.coverage})
    local page = seen.retry[1]:match "CurrentPage=(%d+)"
    assert.truthy(table.concat(seen.request, "\n"):find("attempt=2 CurrentPage=" .. page .. " ", 1, true))
    assert.truthy(seen.retry[1]:find('code=ServiceUnavailable message="The request', 1, true))
    assert.equal("unique=1150 duplicates=0 refused=0 replaced=0 total_last=1150 passes=1 requests=13 problem_count=0 "
      .. "order=stable complete=true", seen.coverage[1])
    assert.truthy(lines[#lines]:find "Z coverage ")
  end)

  it("has the same as NDJSON", function()
    service:chaos {reset_in_body = {after = 2, count = 1}}
    local lines, status = log "ndjson"
    local events, new = objects_of(lines), 0
    assert.equal(0, status)
    for _, page in ipairs(events.page) do new = new + page.new end
    assert.same({1150, 1150, true}, {new, events.coverage[1].unique, events.coverage[1].complete})
    assert.same({"network", 2, "ListOTATaskByJob"},
      {events.retry[1].kind, events.retry[1].attempt, events.retry[1].action})
    assert.equal(#events.request, #events.response)
  end)

  it("tells why a listing failed, and shows no secret", function()
    local lines, status = log("ndjson", "wr0ng-s3cret")
    assert.equal(1, status)
    assert.truthy(table.remove(lines):find "^ListOTATaskByJob: api error SignatureDoesNotMatch: ")
    local events = objects_of(lines)
    assert.same({"SignatureDoesNotMatch", 400}, {events.response[1].code, events.response[1].status})
    assert.is_nil(table.concat(lines):find("wr0ng-s3cret", 1, true))
  end)

  it("keeps what the service says on its line, and lets it steer no terminal", function()
    service:chaos {business_error = {code = 'a\n"b"\27[2J', count = 1}}
    local lines, status = log "text"
    assert.equal(1, status)
    assert.equal(3, #lines)
    assert.truthy(lines[2]:find([[code="a\n\"b\"\u001b[2J"]], 1, true), lines[2])
  end)

  it("says by its exit status when there may be more", function()
    service:chaos {wrong_total = {by = 5}}
    local lines, status = log "text"
    service:chaos(false)
    assert.equal(2, status)
    local last = table.remove(lines)
    assert.truthy(last:find "^the list is finished, but there may be more: 1150 of 1155 tasks, not known ", last)
    assert.truthy(lines[#lines]:find " coverage .* complete=false$")
  end)
end)
