-- Every code block of the README is run: Lua against the sandbox, commands as they stand.
local aliota = require "aliota"
local operations = require "aliota.api.operations"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

local JOB_ID = "7glPHmaDYLAYMD1HHutT02****"

local function read(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  return text
end

local function blocks(language)
  local list = {}
  for code in read("README.md"):gmatch("```" .. language .. "\n(.-)\n```") do list[#list + 1] = code end
  return list
end

describe("README", function()
  local service
  setup(function() service = assert(sandbox.start {devices = 250, job_id = JOB_ID}) end)
  teardown(function() service:stop() end)

  -- The blocks name a region and read keys from the environment; here both come from the sandbox.
  local function require_for_block(name)
    if name ~= "aliota" then return require(name) end
    return setmetatable({new = function(options)
      options.region = nil
      options.endpoint = options.endpoint or service.endpoint
      options.credentials = options.credentials or service.credentials
      return aliota.new(options)
    end}, {__index = aliota})
  end

  for i, code in ipairs(blocks "lua") do
    it("runs Lua block " .. i, function()
      local printed = 0
      local env = setmetatable({require = require_for_block, print = function(...)
        printed = printed + select("#", ...)
        for _, value in ipairs {...} do assert.truthy(tostring(value)) end
      end}, {__index = _G})
      local chunk
      if setfenv then
        chunk = setfenv(assert(loadstring(code)), env)
      else
        chunk = assert(load(code, "block " .. i, "t", env))
      end
      chunk()
      assert.truthy(printed > 0)
    end)
  end

  it("names commands that work", function()
    local commands = {}
    for line in table.concat(blocks "sh", "\n"):gmatch "[^\n]+" do
      commands[#commands + 1] = line:gsub("%s*#.*", "")
    end
    assert.same({"make demo", "make test"}, commands)
    local output, status = shell.run "make -s demo"
    assert.equal(0, status, output)
    assert.truthy(output:find "2500 tasks:" and output:find "Devices that failed:")
    assert.equal(0, select(2, shell.run "make -n test"))
  end)

  it("has an entry for every operation and every option", function()
    local text = read "README.md"
    local client = aliota.new {region = "cn-shanghai"}
    for action in pairs(operations) do
      local method = text:match("| `([%l_]+)` | `" .. action .. "` |")
      assert.equal("function", type(client[method]), action)
    end
    for option in read("lua/aliota/client/options.lua"):match("local OPTIONS = {(.-)\n}"):gmatch "\n  ([%l_]+) =" do
      assert.truthy(text:find("`" .. option .. "`", 1, true), option)
    end
  end)
end)
