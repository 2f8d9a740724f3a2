-- The official clients call every operation that they know, and understand every answer.

local box = require "spec.official.box"
local cjson = require "cjson"
local compare = require "spec.official.shape"
local data = require "spec.support.data"
local node = require "spec.official.node"
local operations = require "aliota.api.operations"
local steps = require "spec.official.steps"

-- Newer than this SDK (Traps in the definitions). pop-core takes any operation.
local NEWER = {UpdateOTAJob = true, ModifyOTAFirmware = true}

local SHAPES = {}
for _, row in ipairs(cjson.decode(data.read "operations.json").operations) do SHAPES[row.action] = row.response end

local function is_known(client, action)
  return not (NEWER[action] and client:find "^sdk")
end

-- As much of a value as something else shows.
local function part_of(value, shown)
  if type(shown) ~= "table" or type(value) ~= "table" then return value end
  local part = {}
  for name, inner in pairs(shown) do part[name] = part_of(value[name], inner) end
  return part
end

describe("the official client", function()
  local official
  setup(function() official = node.start() end)
  teardown(function() official:stop() end)

  it("is told to call every operation", function()
    local called = {}
    for _, step in ipairs(steps) do called[step.action] = operations[step.action] end
    assert.same(operations, called)
  end)

  for _, client in ipairs(node.CLIENTS) do
    describe(client, function()
      local running, known
      setup(function()
        running = box.start()
        known = {job_id = running.job_id, now = running:clock({}).now}
      end)
      teardown(function() running:stop() end)

      local function take(step)
        local answer = official:call {
          client = client, action = step.action, params = step.params(known),
          endpoint = running.endpoint, credentials = running.credentials,
        }
        assert.is_nil(answer.error)
        assert.is_true(answer.body.Success, answer.body.ErrorMessage)
        assert.same({}, compare(answer.body, SHAPES[step.action]))
        local shown = step.shows and step.shows(known) or {}
        assert.same(shown, part_of(answer.body, shown))
        if step.learn then step.learn(known, answer.body) end
      end

      for i, step in ipairs(steps) do
        if is_known(client, step.action) then
          it(("understands %s (step %d)"):format(step.action, i), function() take(step) end)
        end
      end
    end)
  end
end)
