-- Sets and marks that are filled, dumped, loaded and grown beyond their room, and rows that are kept or not.
local core = require "aliota.core"

local fingerprints, marks = core.fingerprints, core.marks
local ROWS = 120

local function rows_from(first)
  local rows = {}
  for i = 1, ROWS do rows[i] = {TaskId = "task-" .. first + i} end
  return rows
end

local set, map = fingerprints.new(), marks.new()
for i = 1, 40 do set:add("task-" .. i) end

-- What fails leaves a set as it was, or done: so that this works over and over, on the same set.
local function keep()
  local rows = rows_from(0)
  local ids = fingerprints.of(rows, "TaskId")
  local before = #set
  local removed, new = set:keep_new(rows, ids)
  check(removed == before and #rows == ROWS - before and #new == 8 * #rows and #set == ROWS)
  check(set:add_all(ids) == ROWS)
end

local function fill(ids)
  local all = fingerprints.new()
  all:reserve(100)
  check(all:add_all(ids) == 0 and all:add "another" and not all:add "another")
  local dump = all:dump()
  local loaded, rest = fingerprints.load(dump), fingerprints.load(dump, set)
  check(#loaded == ROWS + 1 and #rest == ROWS + 1)
  check(fingerprints.load "damaged" == nil)
end

local function mark(ids)
  map:put(ids, ("\1"):rep(ROWS))
  check(map:put(ids, ("\2"):rep(ROWS)) == ("\1"):rep(ROWS))
  local dump = map:dump(2)
  local other = marks.new()
  check(other:load(dump, 3) and other:count(3) == ROWS and #other == ROWS)
  check(other:load("damaged", 3) == nil)
  map:turn(2, 0)
  check(#map == 0)
end

return function()
  keep()
  local ids = fingerprints.of(rows_from(1000), "TaskId")
  fill(ids)
  mark(ids)
  return true
end
