local journal = require "aliota.plan.journal"
local model = require "spec.support.model"
local plans = require "spec.support.plans"

local function made(count)
  local world = plans.world(count, "FAILED")
  return world:plan "retry", world
end

local function refused(text, message)
  local parts, problem = journal.read(text)
  assert.is_nil(parts)
  assert.truthy(problem:find(message, 1, true), problem)
end

describe("plan.journal", function()
  it("has a plan, its tasks, and what happened to them", function()
    local plan = made(12)
    plan.left_out.SUCCEEDED = 3
    plan.where = "TaskStatus is FAILED"
    local parts, good = journal.read(journal.head(plan) .. journal.event({plan.items[3]}, "sending", {sent = 5})
      .. journal.event({plan.items[3], plan.items[4]}, "moved", {seen = "QUEUED"}))
    assert.equal(journal.head(plan), good:sub(1, #journal.head(plan)))
    assert.same({plan.kind, {SUCCEEDED = 3}, {FAILED = 12}}, {parts.kind, parts.left_out, parts.by_status})
    assert.same({plan.where, plan.coverage}, {parts.where, parts.coverage})
    for i, item in ipairs(parts.items) do
      for _, name in ipairs {"TaskId", "DeviceName", "TaskStatus", "UtcModified", "number"} do
        assert.equal(plan.items[i][name], item[name])
      end
      assert.equal(parts.batches[1], item.batch)
      assert.equal((i == 3 or i == 4) and "moved" or "to_do", item.state)
    end
    assert.same({5, "QUEUED", nil}, {parts.items[3].sent, parts.items[3].seen, parts.items[4].sent})
  end)

  it("is written from the end as from the beginning", function()
    local plan, world = made(120)
    world:change("t7", "QUEUED")
    plan:apply()
    for _, text in ipairs {journal.text(plan), world.written} do
      for i, item in ipairs(assert(journal.read(text)).items) do
        local expected = plan.items[i]
        assert.same({expected.state, expected.seen or "", expected.sent or 0},
          {item.state, item.seen or "", item.sent or 0})
      end
    end
  end)

  it("may break off in the line that was being written when the process ended", function()
    local plan, world = made(30)
    plan:apply()
    local text, head = world.written, journal.head(plan)
    for length = #head, #text do
      local parts, good = journal.read(text:sub(1, length))
      assert.equal(text:sub(1, length):match "^.*\n", good)
      assert.equal(30, #parts.items)
    end
    for length = 0, #head - 1, 7 do assert.is_nil((journal.read(head:sub(1, length)))) end
  end)

  it("says what is wrong with a text that is none", function()
    local plan = made(2)
    local head = journal.head(plan)
    for _, text in ipairs {"", "hello", "\0"} do refused(text, "it is no journal of a plan") end
    refused("hello\n", "it is no journal of a plan")
    refused("[1]\n", "it is no journal of a plan")
    refused('{"aliota_plan":2}\n', "another version of aliota")
    refused('{"aliota_plan":1,"kind":"nonesuch"}\n', "its plan is damaged")
    refused(head:match "^[^\n]*\n", "it ends within the plan")
    refused(head:gsub('"TaskId":"t1"', '"TaskId":"t2"'), "the checksum differs")
    refused(head .. "}\n", "line 5 is no JSON object")
    refused(head .. '{"state":"well","items":[1]}\n', "line 5 tells nothing about the plan")
    refused(head .. '{"state":"done","items":[1],"sent":"now"}\n', "line 5 tells nothing about the plan")
    refused(head .. '{"state":"done","items":[3]}\n', "line 5 is about a task that the plan has not")
  end)

  it("survives any damage", function()
    local plan, world = made(20)
    plan:apply()
    local random, text = model.random(5), world.written
    for _ = 1, 2000 do
      local at = random(#text)
      local damaged = text:sub(1, at - 1) .. string.char(random(256) - 1) .. text:sub(at + random(3))
      local parts, problem = journal.read(damaged)
      assert.equal(parts and "string" or "nil", type(parts and problem))
      if parts then assert.is_string(world:host(parts):render {width = 60}) end
    end
  end)
end)
