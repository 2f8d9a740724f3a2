-- Rows as the decoder hands them over: tasks.
local dress = require("aliota.api.answer_rows").follow
local task = require "aliota.api.task"

---@param rows table[]
---@return aliota.Task[] the same
return function(rows) return dress(rows, task) end
