-- The waves of a rollout as they are asked for, and the batches that they are cut into. Pure.
local blank = require "aliota.util.blank"
local check_options = require "aliota.util.check_options"
local compat = require "aliota.util.compat"
local count_of = require("aliota.show.number").of
local decimal = require "aliota.util.decimal"
local gate = require "aliota.watch.gate"
local length = require("aliota.util.limit_options").deadline
local merge = require "aliota.util.merge"
local operation = require("aliota.api.operations").CreateOTAStaticUpgradeJob
local types = require "aliota.util.option_types"

local waves = {}

local MOST_DEVICES = operation.params.TargetDeviceName.max_items -- of one batch
local ALL = 100 -- percent

---@class aliota.Wave
---@field number integer          from 1
---@field devices integer|nil     how many are named
---@field percent number|nil      of the devices that fit when it begins; 100: all of them
---@field gate table|nil          limits, as fail_if of client:wait has them
---@field soak number|nil         seconds after it in which no other begins
---@field timeout number|nil      seconds for each of its batches

---@class aliota.WaveStep one batch
---@field number integer          in the rollout, from 1
---@field wave aliota.Wave
---@field devices string[]|nil    nil: those that `percent` of the wave says
---@field state string            see rollout/init.lua

-- A pause may be none.
local SOAK = types.duration "seconds or a text such as \"30m\""

local PERCENT = types.fitting("a number above 0, up to 100, with at most 3 decimals", function(value)
  return type(value) == "number" and value > 0 and value <= ALL and tonumber(decimal.fixed(value, 3)) == value
end)

--- What a wave can have of its own, and a rollout for all waves.
---@type aliota.OptionSet
waves.OF_EACH = {gate = gate.LIMITS, soak = SOAK, timeout = length}

local function problem_with_devices(names)
  if type(names) ~= "table" then return "must be an array of names, not a " .. type(names) end
  local count = 0
  for _ in pairs(names) do count = count + 1 end
  if count ~= #names then return "must be an array of names, without holes and other keys" end
  if count == 0 then return "is empty: a wave needs devices" end
  for i, name in ipairs(names) do
    local problem = type(name) ~= "string" and "is a " .. type(name) or blank(name)
    if problem then return (": name %d %s, it must be a string that is not empty"):format(i, problem) end
  end
end

local WAVE = merge(waves.OF_EACH, {percent = PERCENT, devices = types.checked(problem_with_devices)})

-- What is wrong with one wave.
local function problem_with_wave(wave)
  if type(wave) ~= "table" then return "must be a table, not a " .. type(wave) end
  local problem = check_options.problem_with(wave, WAVE)
  if problem then return ": " .. problem end
  if (wave.devices == nil) == (wave.percent == nil) then
    return wave.devices and "has devices and percent, which exclude each other"
      or "has no devices: give devices or percent"
  end
end

-- A device that is named twice would be in two batches.
local function problem_with_names(wave, number, wave_of)
  for _, name in ipairs(wave.devices or {}) do
    local other = wave_of[name]
    if other then
      return other == number and ("names %q twice"):format(name) or ("names %q, as wave %d does"):format(name, other)
    end
    wave_of[name] = number
  end
end

-- A wave is for so much of what still fits: with less than the one before, or after all, it makes no sense.
local function problem_with_order(wave, percent)
  if percent == ALL then return "comes after 100 percent, which leaves no device for it" end
  if wave.percent and wave.percent <= percent then
    return ("has %s percent after %s: percentages must rise"):format(decimal.text(wave.percent), decimal.text(percent))
  end
end

local function problem_with(list)
  if type(list) ~= "table" then return "must be an array of waves, not a " .. type(list) end
  if list.devices ~= nil or list.percent ~= nil then return "must be an array of waves: {{…}}, not one wave" end
  if #list == 0 then return "is empty: a rollout needs a wave" end
  local wave_of, percent = {}, 0
  for number, wave in ipairs(list) do
    local problem = problem_with_wave(wave) or problem_with_order(wave, percent)
      or problem_with_names(wave, number, wave_of)
    if problem then return (": wave %d%s%s"):format(number, problem:find "^:" and "" or " ", problem) end
    percent = wave.percent or percent
  end
end

--- What waves are as an option.
---@type aliota.OptionType
waves.LIST = types.checked(problem_with)

local function add_steps(steps, wave, names)
  for first = 1, names and #names or 1, MOST_DEVICES do
    local devices = names and {compat.unpack(names, first, math.min(#names, first + MOST_DEVICES - 1))}
    steps[#steps + 1] = {number = #steps + 1, wave = wave, devices = devices, state = "to_do"}
  end
end

--- The waves, and the batches that they are made of.
---@param list table[]  found good
---@param common table  what those have that say nothing else
---@return aliota.Wave[]
---@return aliota.WaveStep[]
function waves.of(list, common)
  local all, steps = {}, {}
  for number, given in ipairs(list) do
    local own = merge(common, assert(check_options.read(given, WAVE)))
    all[number] = {
      number = number, devices = given.devices and #given.devices, percent = given.percent, gate = own.gate,
      soak = own.soak, timeout = own.timeout,
    }
    add_steps(steps, all[number], given.devices)
  end
  return all, steps
end

--- The parameters that say which devices a batch is for.
---@param step aliota.WaveStep
---@return table
function waves.selection(step)
  local percent = step.wave.percent
  if step.devices then return {TargetSelection = "SPECIFIC", TargetDeviceName = step.devices} end
  if percent == ALL then return {TargetSelection = "ALL"} end
  return {TargetSelection = "GRAY", GrayPercent = decimal.text(percent)}
end

--- Which devices a wave is for, in words.
---@param wave aliota.Wave
---@return string
function waves.words(wave)
  if wave.devices then return count_of(wave.devices, "named device") end
  if wave.percent == ALL then return "all devices that fit" end
  return decimal.text(wave.percent) .. " % of the devices that fit"
end

return waves
