local codec = require("aliota.call.source").codec
local new_marks = require("aliota.core").marks.new
local snapshot_text = require "aliota.follow.snapshot_text"

-- As it would be written, with whatever there is in it.
local function sealed(json)
  local body = "aliota-follow1:" .. json
  return body .. ":" .. codec.sha256(body):sub(1, 16)
end

local function read(json) return snapshot_text.read(codec, sealed(json), {JobId = "j"}, new_marks) end

describe("follow.snapshot_text", function()
  it("reads what it would write", function()
    local state = assert(read '{"JobId":"j","known":[],"newest":{"FAILED":"2026-01-05T00:00:00Z"},"is_behind":true}')
    assert.same({"2026-01-05T00:00:00Z", true, 0}, {state.newest.FAILED, state.is_behind, state.known:total()})
  end)

  it("refuses what holds something else, although nothing has changed it since", function()
    for _, json in ipairs {
      "", "7", "[]", '{"JobId":7,"known":[],"newest":{}}', '{"JobId":"j","newest":{}}', '{"JobId":"j","known":[]}',
      '{"JobId":"j","known":[],"newest":{"FAILED":7}}', '{"JobId":"j","known":[],"newest":{},"states":"FAILED"}',
      '{"JobId":"j","known":[],"newest":{},"states":[7]}', '{"JobId":"j","known":[7],"newest":{}}',
      '{"JobId":"j","known":[{"status":"FAILED"}],"newest":{}}',
      '{"JobId":"j","known":[{"status":"FAILED","left":"","present":[7]}],"newest":{}}',
    } do
      local state, problem = read(json)
      assert.is_nil(state, json)
      assert.truthy(problem:find "^is damaged: ", problem)
    end
  end)
end)
