-- The text format of Prometheus, version 0.0.4: one metric after the other, each with its samples.
local decimal = require "aliota.util.decimal"
local text = require "aliota.show.text"

local exposition = {}

local ESCAPES = {["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n"}

--- The pair of a label's name and its value, any text.
---@param name string
---@param value string
---@return string
function exposition.label(name, value)
  return name .. '="' .. text.well_formed(value):gsub('[\\"\n]', ESCAPES) .. '"'
end

--- The label that tells whose a sample is.
---@param job_id string
---@return string
function exposition.batch(job_id) return exposition.label("job_id", job_id) end

local function number(value)
  return value == math.huge and "+Inf" or decimal.text(value)
end

--- The bound of a histogram's bucket, as a label.
---@param bound number
---@return string
function exposition.bound(bound) return 'le="' .. number(bound) .. '"' end

--- Begins a metric.
---@param out aliota.write.Target
---@param name string
---@param kind "gauge"|"histogram"
---@param help string one line
function exposition.metric(out, name, kind, help)
  out:write(("# HELP %s %s\n# TYPE %s %s\n"):format(name, help, name, kind))
end

--- A sample of the metric that was begun.
---@param out aliota.write.Target
---@param name string
---@param labels string[] of `label` and `bound`
---@param value number
function exposition.sample(out, name, labels, value)
  local set = #labels > 0 and "{" .. table.concat(labels, ",") .. "}" or ""
  out:write(name .. set .. " " .. number(value) .. "\n")
end

return exposition
