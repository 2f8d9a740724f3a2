local aliota = require "aliota"
local devices = require "aliota.listing.devices"
local errors = require "aliota.api.errors"
local listing = require "aliota.listing"
local model = require "spec.support.model"
local sandbox = require "aliota.sandbox"

-- "d1" … "d<count>".
local function names_to(count)
  local names = {}
  for i = 1, count do names[i] = "d" .. i end
  return names
end

local function names_in(extra)
  local names = {}
  while extra["DeviceNames." .. #names + 1] do names[#names + 1] = extra["DeviceNames." .. #names + 1] end
  return names
end

-- The source of a batch of `total` devices that answers by name, in an order of its own. With `strict` it refuses names
-- that it does not know.
local function source_of(total, options)
  options = options or {}
  local batch = model.new(total)
  function batch:answer(extra)
    local rows = {}
    for _, name in ipairs(names_in(extra)) do
      local task = self.tasks[tonumber(name:match "^d(%d+)$")]
      if task then
        table.insert(rows, 1, {TaskId = task.TaskId, DeviceName = name, Progress = "1.00"})
      elseif options.strict then
        return false
      end
    end
    return {CurrentPage = 1, PageSize = 100, Total = #rows, Data = {SimpleOTATaskInfo = rows}}
  end
  local twist = options.twist or function(response) return response end
  function options.twist(response, extra)
    if response then return twist(response, extra) end
    return nil, errors.new {kind = "api", code = "iot.device.NotExistedDevice", message = "unknown"}
  end
  return batch:source(options)
end

local function list(source, names, options)
  return assert(devices.list(source, {JobId = "job", DeviceNames = names}, options or {}))
end

-- What is handed out, as text: "d1=t1 d99=none …"; and the error at the end.
local function drain(iterator, most)
  local words = {}
  while #words < (most or math.huge) do
    local name, task = iterator:next()
    if name == nil then return table.concat(words, " "), task end
    words[#words + 1] = name .. "=" .. (task and task.TaskId or "none")
  end
  return table.concat(words, " ")
end

local function expected_of(names, total)
  local words = {}
  for i, name in ipairs(names) do
    local number = tonumber(name:match "^d(%d+)$")
    words[i] = name .. "=" .. (number and number <= total and "t" .. number or "none")
  end
  return table.concat(words, " ")
end

describe("devices", function()
  it("hands out a task for each name, in the order of the names, 50 a request", function()
    for _, count in ipairs {0, 1, 49, 50, 51, 100, 235} do
      local source, names = source_of(200), names_to(count)
      table.sort(names)
      assert.equal(expected_of(names, 200), (drain(list(source, names))))
      assert.equal(math.ceil(count / 50), #source.requests)
      for _, extra in ipairs(source.requests) do
        assert.is_true(#names_in(extra) <= 50)
        assert.same({"1", "100"}, {extra.CurrentPage, extra.PageSize})
      end
    end
  end)

  it("sends nothing before the first name is asked for, and reads no more names than it needs", function()
    local read = 0
    local source = source_of(1000, {prefetch = 1})
    local found = list(source, function()
      read = read + 1
      return "d" .. read
    end)
    assert.same({0, 0}, {read, #source.requests})
    assert.equal("d1=t1 d2=t2 d3=t3", (drain(found, 3)))
    assert.same({50, 1}, {read, #source.requests})
  end)

  it("takes an array, a function or whatever can be called", function()
    local names = {"d2", "d9", "d1"}
    local function reader()
      local at = 0
      return function()
        at = at + 1
        return names[at]
      end
    end
    local callable = setmetatable({}, {__call = reader()})
    for _, given in ipairs {names, reader(), callable} do
      assert.equal("d2=t2 d9=none d1=t1", (drain(list(source_of(5), given))))
    end
  end)

  it("dresses tasks", function()
    local _, task = list(source_of(1), {"d1"}):next()
    assert.equal(1, task.Progress)
    assert.truthy(tostring(task):find "^d1 ")
  end)

  it("hands a name out as often as it is given, and asks for it once a request", function()
    local source, names = source_of(3), {"d1", "d2", "d1", "d1", "d7", "d7"}
    assert.equal(expected_of(names, 3), (drain(list(source, names))))
    assert.same({"d1", "d2", "d7"}, names_in(source.requests[1]))
  end)

  it("tells what it covered", function()
    local source = source_of(60)
    local found = list(source, names_to(70))
    local _, name = drain(found, 69), found:next()
    assert.is_false(found.coverage.complete)
    assert.equal("d70", name)
    assert.is_nil((found:next()))
    local seen = found.coverage
    assert.same({60, 60, 10, 0, 2, true},
      {seen.rows, seen.unique, seen.absent, seen.duplicates, seen.requests, seen.complete})
    assert.same({{"coverage", {coverage = seen}}}, source.events)
  end)

  it("lets requests overtake each other, and names not", function()
    local names = names_to(400)
    local source = source_of(400, {prefetch = 8, pick = function(count) return count end})
    assert.equal(expected_of(names, 400), (drain(list(source, names))))
  end)

  describe("of a service that refuses names it does not know", function()
    it("finds them one by one, and the others all the same", function()
      local unknown = {{1}, {50}, {25, 26}, {1, 2, 3, 48, 49, 50}, {}}
      for _, numbers in ipairs(unknown) do
        local names = names_to(50)
        for _, number in ipairs(numbers) do names[number] = "stranger" .. number end
        assert.equal(expected_of(names, 50), (drain(list(source_of(50, {strict = true}), names))))
      end
    end)

    it("needs few requests for few of them, and counts all", function()
      local names = names_to(50)
      names[17] = "stranger"
      local source = source_of(50, {strict = true})
      local found = list(source, names)
      drain(found)
      assert.is_true(#source.requests <= 1 + 2 * 6, #source.requests)
      assert.equal(#source.requests, found.coverage.requests)
    end)

    it("finds out about all names being unknown", function()
      local names = {}
      for i = 1, 50 do names[i] = "stranger" .. i end
      assert.equal(expected_of(names, 0), (drain(list(source_of(1, {strict = true}), names))))
    end)

    it("fails as a whole when a half does", function()
      local gone, answers = errors.new {kind = "network", message = "gone"}, 0
      local source = source_of(50, {strict = true, twist = function(response)
        answers = answers + 1
        if answers == 2 then return nil, gone end
        return response
      end})
      local names = names_to(50)
      names[50] = "stranger"
      local words, err = drain(list(source, names))
      assert.same({"", gone}, {words, err})
    end)
  end)

  it("fails with an error that says where to go on", function()
    local gone = errors.new {kind = "network", message = "gone"}
    local source = source_of(200, {prefetch = 1, twist = function(response, extra)
      if extra["DeviceNames.1"] == "d101" then return nil, gone end
      return response
    end})
    local found = list(source, names_to(200))
    local words, err = drain(found)
    assert.equal(expected_of(names_to(100), 200), words)
    assert.equal(gone, err)
    assert.same({nil, gone}, {found:next()})
    local rest = drain(list(source_of(200), names_to(200), {resume = err.cursor}))
    assert.equal(expected_of(names_to(200), 200), words .. " " .. rest)
  end)

  describe("of a service that contradicts itself", function()
    local NAMES = {"d1", "d2", "d3", "d99"}

    -- What is wrong is so with every answer, or with the first.
    local function flawed(twist, strict, is_first)
      local answers = 0
      local source = source_of(5, {retries = 8, twist = function(response)
        answers = answers + 1
        if not is_first or answers == 1 then twist(response, response.Data.SimpleOTATaskInfo) end
        return response
      end})
      return list(source, NAMES, {strict = strict}), source
    end

    local function lose_id(_, rows) rows[1].TaskId = nil end -- of d3, as the last comes first
    local function name_others(_, rows) rows[1].DeviceName = "d5" end
    local function lose_all(response)
      response.Data.SimpleOTATaskInfo = {{TaskId = "t5", DeviceName = "d5"}, {TaskId = "t4", DeviceName = "d4"}}
    end

    it("hand out the other tasks, and don't claim that the missing ones are not there", function()
      for _, case in ipairs {{lose_id, "d1=t1 d2=t2 d3=none d99=none", 0}, {lose_all,
        "d1=none d2=none d3=none d99=none", 2}, {name_others, "d1=t1 d2=t2 d3=none d99=none", 1}} do
        local found = flawed(case[1])
        local words, err = drain(found)
        assert.same({case[2], false, case[3]}, {words, found.coverage.complete, found.coverage.refused}, tostring(err))
      end
    end)

    it("fail before the first name of the chunk where that must be certain", function()
      for _, twist in ipairs {lose_id, lose_all, name_others} do
        local words, err = drain((flawed(twist, true)))
        assert.same({"", "Incomplete"}, {words, err.code})
      end
    end)

    it("ask again a few times for rows without an id, and no more where that is in vain", function()
      local found, source = flawed(lose_id, false, true)
      assert.equal("d1=t1 d2=t2 d3=t3 d99=none", (drain(found)))
      assert.same({1, 2, true}, {#source.requests, found.coverage.requests, found.coverage.complete})
      found = flawed(lose_id)
      drain(found)
      assert.equal(6, found.coverage.requests)
    end)
  end)

  describe("raises for a name that is none", function()
    local cases = {
      ["an empty one"] = {"", "devices: DeviceNames: name 3 is empty, it must be a string that is not empty"},
      ["a blank one"] = {" ", "devices: DeviceNames: name 3 is blank, it must be a string that is not empty"},
      ["a number"] = {5, "devices: DeviceNames: name 3 is a number, it must be a string that is not empty"},
      ["false"] = {false, "devices: DeviceNames: name 3 is a boolean, it must be a string that is not empty"},
    }
    for what, case in pairs(cases) do
      it(what .. ", and loses none of the others", function()
        local found = list(source_of(9), {"d1", "d2", case[1], "d4"})
        assert.has_error(function() found:next() end, case[2])
        assert.equal("d1=t1 d2=t2 d4=t4", (drain(found)))
      end)
    end

    it("and lets through what the caller's function raises", function()
      local at = 0
      local found = list(source_of(9), function()
        at = at + 1
        if at == 2 then error("file is gone", 0) end
        return at < 4 and "d" .. at or nil
      end)
      assert.has_error(function() found:next() end, "file is gone")
      assert.equal("d1=t1 d3=t3", (drain(found)))
    end)
  end)

  describe("go on from a cursor", function()
    local names = names_to(120)

    it("after any name", function()
      local whole = expected_of(names, 100)
      for given = 0, 120 do
        local first = list(source_of(100), names)
        local before = drain(first, given)
        local source = source_of(100)
        local after = drain(list(source, names, {resume = first:cursor()}))
        assert.equal(whole, before .. (given > 0 and given < 120 and " " or "") .. after)
        assert.equal(math.ceil((120 - given) / 50), #source.requests)
      end
    end)

    it("that is as long for many names as for few", function()
      local found = list(source_of(100), names)
      drain(found, 10)
      local length = #found:cursor()
      drain(found, 80)
      assert.equal(length, #found:cursor())
    end)

    it("and from there once more, before and after another name", function()
      local first = list(source_of(100), names)
      drain(first, 60)
      local second = list(source_of(100), names, {resume = first:cursor()})
      local third = list(source_of(100), names, {resume = second:cursor()})
      assert.equal("d61", (third:next()))
      local fourth = list(source_of(100), names, {resume = third:cursor()})
      assert.equal("d62", (fourth:next()))
    end)

    it("only with the same names before it", function()
      local first = list(source_of(100), names)
      drain(first, 3)
      local text = first:cursor()
      for _, other in ipairs {{"d1", "d3", "d2", "d4"}, {"d1", "d2"}, {}, {"d", "1d2d3", "d4", "d5"}} do
        local again = list(source_of(100), other, {resume = text})
        for _ = 1, 2 do
          assert.has_error(function() again:next() end,
            "resume: the cursor is of another listing: the names before it are not the same")
        end
      end
      assert.equal("x", (list(source_of(100), {"d1", "d2", "d3", "x"}, {resume = text}):next()))
    end)

    it("only of the same batch, and of the same kind", function()
      local source = source_of(100)
      local text = list(source, names):cursor()
      assert.same({nil, "the cursor is of another listing: its JobId is not the same"},
        {devices.list(source, {JobId = "other", DeviceNames = names}, {resume = text})})
      local asked = listing.with_paging {JobId = "job"}
      assert.same({nil, "the cursor is of another listing: its JobId is not the same"},
        {listing.tasks(source, asked, {resume = text})})
      local of_tasks = listing.tasks(source, asked, {}):cursor()
      assert.same({nil, "the cursor is of another listing: its JobId is not the same"},
        {devices.list(source, {JobId = "job", DeviceNames = names}, {resume = of_tasks})})
      assert.is_nil((devices.list(source, {JobId = "job", DeviceNames = names}, {resume = text .. "0"})))
    end)
  end)

  it("ends what is in flight when it is closed", function()
    local source = source_of(500, {prefetch = 4})
    local found = list(source, names_to(500))
    found:next()
    found:close()
    assert.equal(3, source.cancelled)
    assert.is_nil((found:next()))
  end)

  for _, unknown in ipairs {"left_out", "error"} do
    it(("agree with the sandbox about every device where unknown names are %s"):format(unknown), function()
      local service = assert(sandbox.start {devices = 70, unknown_device_names = unknown})
      local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, quota = false}
      local truth, names = {}, {"stranger"}
      for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
        truth[row.DeviceName] = row.TaskId
        table.insert(names, 1, row.DeviceName)
      end
      table.insert(names, 20, "another stranger")
      local at = 0
      for name, task in client:devices {JobId = service.job_id, DeviceNames = names} do
        at = at + 1
        assert.equal(names[at], name)
        assert.equal(truth[name], task and task.TaskId)
      end
      service:stop()
      assert.equal(72, at)
    end)
  end
end)
