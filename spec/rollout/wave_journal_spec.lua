local journal = require "aliota.rollout.wave_journal"
local model = require "spec.support.model"
local rollouts = require "spec.support.rollouts"

local WAVES = {{devices = {"a", "b"}}, {percent = 5, soak = 60}, {percent = 100}}

local function refused(text, message)
  local parts, problem = journal.read(text)
  assert.is_nil(parts)
  assert.truthy(problem:find(message, 1, true), problem)
end

describe("wave_journal", function()
  local world, made
  before_each(function()
    world = rollouts.world()
    made = world:rollout(WAVES, {gate = {failure_rate = 0.05, settled = 20}, timeout = 3600}, "22:00-05:00+08:00")
  end)

  it("has a rollout with all that it is", function()
    local parts, good = journal.read(journal.head(made))
    assert.equal(journal.head(made), good)
    for _, name in ipairs {"id", "params", "package", "unfit", "busy", "window", "waves"} do
      assert.same(made[name], parts[name])
    end
    for i, step in ipairs(made.steps) do
      assert.same({step.number, step.wave.number, step.devices, "to_do"},
        {parts.steps[i].number, parts.steps[i].wave.number, parts.steps[i].devices, parts.steps[i].state})
    end
  end)

  it("is written from the end as from the beginning", function()
    function world.verdict(job_id)
      local broken = {name = "FAILED", limit = 0, value = 1}
      return job_id == "job2" and {outcome = "gate", broken = broken} or {outcome = "done"}
    end
    made:apply()
    for _, text in ipairs {made:journal(), world.written} do
      for i, step in ipairs(assert(journal.read(text)).steps) do
        for _, name in ipairs {"state", "JobId", "sent", "ended", "by_status", "why", "told"} do
          assert.same(made.steps[i][name], step[name])
        end
      end
    end
  end)

  it("may break off in the line that was being written when the process ended", function()
    made:apply()
    local text, head = world.written, journal.head(made)
    for length = #head, #text, 3 do
      local parts, good = journal.read(text:sub(1, length))
      assert.equal(text:sub(1, length):match "^.*\n", good)
      assert.equal(3, #parts.steps)
    end
    for length = 0, #head - 1, 7 do assert.is_nil((journal.read(head:sub(1, length)))) end
  end)

  it("says what is wrong with a text that is none", function()
    local head = journal.head(made)
    refused("", "it is no journal of a rollout")
    refused("hello\n", "it is no journal of a rollout")
    refused('{"aliota_plan":1}\n', "it is the journal of a plan, not of a rollout: client:resume_plan goes on with it")
    refused('{"aliota_rollout":2}\n', "another version of aliota")
    refused('{"aliota_rollout":1,"id":5}\n', "its rollout is damaged")
    refused(head:gsub('"percent":5', '"percent":9'), "the checksum differs")
    refused(head .. '{"state":"well","batch":1}\n', "line 6 tells nothing about the rollout")
    refused(head .. '{"state":"done","batch":1,"ended":"now"}\n', "line 6 tells nothing about the rollout")
    refused(head .. '{"state":"done","batch":9}\n', "line 6 is about a batch that the rollout has not")
    refused(head .. '{"state":"running"}\n', "line 6 is about a batch that the rollout has not")
  end)

  it("survives any damage", function()
    made:apply()
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
