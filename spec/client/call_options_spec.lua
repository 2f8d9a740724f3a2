local call_options = require "aliota.client.call_options"
local canceller = require "aliota.util.canceller"
local check_options = require "aliota.util.check_options"
local limits = require "aliota.util.limit_options"
local listing = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local operation = require("aliota.api.operations").ListOTATaskByJob
local plan = require "aliota.plan.plan_options"
local watch = require "aliota.watch.watch_options"

local SETS = {
  CALL = limits, DEVICES = listing.DEVICES, PAGES = listing.PAGES, TASKS = listing.TASKS, JOBS = listing.JOBS,
  PLAN = plan.OF_LIST, PLAN_OF_TASKS = plan.OF_TASKS, PLAN_OF_BATCH = plan.OF_BATCH,
}

local function split(params, allowed) return call_options(params, allowed or listing.TASKS, operation) end

describe("call_options", function()
  it("takes our options out of the parameters, and leaves the caller's table alone", function()
    local stop = canceller.new()
    local params = {JobId = "j", deadline = 5, cancel = stop, passes = 3, strict = true, resume = "c"}
    local theirs, ours, problem = split(params)
    assert.same({JobId = "j"}, theirs)
    assert.same({deadline = 5, cancel = stop, passes = 3, strict = true, resume = "c"}, ours)
    assert.is_nil(problem)
    assert.equal(5, params.deadline)
  end)

  it("makes seconds of lengths of time", function()
    local _, ours = split({deadline = "10m", timeout = "2h", interval = 5, longest_interval = "1.5m"},
      watch.WATCH)
    assert.same({deadline = 600, timeout = 7200, interval = 5, longest_interval = 90}, ours)
  end)

  it("leaves whatever is not ours to the check of parameters", function()
    assert.same({"j", {}}, {split "j"})
    assert.same({JobID = "j", [1] = "x", [true] = 5}, (split {JobID = "j", [1] = "x", [true] = 5}))
  end)

  it("knows what each kind of call takes", function()
    local kinds = {
      CALL = {deadline = true, cancel = true},
      DEVICES = {deadline = true, cancel = true, resume = true, strict = true},
      PAGES = {deadline = true, cancel = true, resume = true, strict = true, passes = true},
      TASKS = {
        deadline = true, cancel = true, resume = true, strict = true, passes = true, where = true, exact = true,
      },
      JOBS = {deadline = true, cancel = true, strict = true, passes = true},
      PLAN = {
        deadline = true, cancel = true, strict = true, passes = true, where = true, exact = true, journal = true,
      },
      PLAN_OF_TASKS = {tasks = true, journal = true},
      PLAN_OF_BATCH = {deadline = true, cancel = true, journal = true},
    }
    local values = {
      deadline = 1, cancel = canceller.new(), resume = "c", strict = false, passes = 1, where = {TaskStatus = "FAILED"},
      exact = true, journal = "path", tasks = {},
    }
    for kind, expected in pairs(kinds) do
      for name, value in pairs(values) do
        local _, ours, problem = split({[name] = value}, SETS[kind])
        if expected[name] then
          assert.equal(value, ours[name])
        else
          assert.truthy(problem:find(("there is no option %q"):format(name), 1, true), problem)
        end
      end
    end
  end)

  it("offers the name that may have been meant, ours or the vendor's", function()
    local cases = {dead_line = "deadline", job_id = "JobId", page_size = "PageSize", resumee = "resume"}
    for written, meant in pairs(cases) do
      local _, _, problem = split {[written] = 5}
      assert.equal(("there is no option %q; did you mean %q?"):format(written, meant), problem)
    end
  end)

  it("may stand alone", function()
    local function alone(given) return check_options.read(given, limits) end
    assert.same({{}}, {alone(nil)})
    assert.same({{deadline = 5}}, {alone {deadline = 5}})
    for message, given in pairs {
      ["a table of options expected, not a number"] = 5, ["deadline is 0"] = {deadline = 0},
      ['there is no option "JobId"; there are cancel and deadline'] = {JobId = "j"},
      ['did you mean "cancel"'] = {cancl = 1},
    } do
      local ours, problem = alone(given)
      assert.is_nil(ours)
      assert.truthy(problem:find(message, 1, true), problem)
    end
  end)

  local refused = {
    deadline = {
      {0, "is 0; it must be seconds above 0"}, {-1, "is -1; it"}, {math.huge, "is Infinity; it"}, {"5", "is \"5\"; it"},
      {"2 hours", "is \"2 hours\"; it must be seconds above 0 or a text such as \"90s\""}, {"0s", "is \"0s\"; it"},
      {0 / 0, "is NaN"},
    },
    cancel = {{{}, "must be made by aliota.canceller"}, {true, "must be made by aliota.canceller"}},
    strict = {{"yes", "must be a boolean, not a string"}, {1, "must be a boolean, not a number"}},
    passes = {{0, "is 0; it must be a whole number from 1 to 100"}, {1.5, "is 1.5; it"}, {101, "is 101; it"},
      {"3", "is \"3\"; it"}},
    exact = {{"no", "must be a boolean, not a string"}},
    where = {{"FAILED", "a predicate, a function or a table of fields expected, not a string"},
      {{Status = "FAILED"}, "a task has no field \"Status\""}},
    resume = {{5, "must be what it:cursor() returned, not a number"}},
    journal = {{5, "must be a path or a function, not a number"}, {"", "must be a path or a function, not an empty"}},
    tasks = {
      {"all", "must be an iterator or an array of tasks, not a string"},
      {{TaskId = "t"}, "must be an iterator or an array of tasks, not one task"},
    },
  }
  local every = merge(listing.TASKS, watch.WAIT, plan.RESUME, plan.OF_TASKS)
  for name, cases in pairs(refused) do
    it("refuses a bad " .. name, function()
      for _, case in ipairs(cases) do
        local theirs, ours, problem = split({JobId = "j", [name] = case[1]}, every)
        assert.is_nil(theirs or ours)
        assert.truthy(problem:find(("%s %s"):format(name, case[2]), 1, true), problem)
      end
    end)
  end
end)
