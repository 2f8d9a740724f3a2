-- What a sandbox can be asked for while it runs, in words: for a shell's help.
local chaos = require "aliota.sandbox.chaos"
local control = require "aliota.sandbox.control"
local sorted_keys = require "aliota.util.sorted_keys"

local help = {}

-- "trickle,bytes_per_second=1000"
local function kind_line(kind)
  local words = {kind}
  for _, name in ipairs(sorted_keys(chaos.KINDS[kind])) do
    words[#words + 1] = ("%s=%s"):format(name, chaos.KINDS[kind][name])
  end
  return "  " .. table.concat(words, ",")
end

local function common_line()
  local words = {}
  for _, name in ipairs(sorted_keys(chaos.COMMON)) do
    words[#words + 1] = ("%s (%s)"):format(name, chaos.COMMON[name].text)
  end
  return table.concat(words, ", ")
end

--- Kinds of chaos with the defaults of their parameters, and the paths with what they take.
---@return string
function help.text()
  local lines = {"Kinds of chaos, with their parameters; of all kinds: " .. common_line() .. "."}
  for _, kind in ipairs(sorted_keys(chaos.KINDS)) do lines[#lines + 1] = kind_line(kind) end
  lines[#lines + 1] = "Below $ALIOTA_ENDPOINT/_sandbox/, in JSON:"
  for _, route in ipairs(sorted_keys(control.USAGE)) do
    lines[#lines + 1] = ("  %s: %s"):format(route, control.USAGE[route])
  end
  return table.concat(lines, "\n")
end

return help
