-- The commit that figures are held against, if BASE in the environment names one: its tree, built, and the environment
-- in which our programs run with its modules. Programs that are to measure both use only what both trees have.
local shell = require "bench.shell"

local base = {}

local TARGETS = "build/5.4/aliota/core.so build/jit/aliota/core.so"

-- In a folder of its own until it is whole: what is there has been built.
local BUILD = [[
  test -d %s || {
    rm -rf %s && mkdir -p %s && git archive %s | tar -x -C %s && make --silent -C %s %s >&2 && mv %s %s
  }
]]

local function commit_of(name)
  local found, commit = pcall(shell.output, ("git rev-parse --short --verify --quiet %s"):format(
    shell.quote(name .. "^{commit}")))
  if not found then error("there is no commit " .. name .. " to measure against", 0) end
  return commit:match "%S+"
end

local function build(commit)
  local tree = "build/base/" .. commit
  local part = tree .. ".part"
  if not pcall(shell.output, BUILD:format(tree, part, part, commit, part, part, TARGETS, part, tree)) then
    error("the tree of commit " .. commit .. " does not build, in " .. part, 0)
  end
  return shell.output("realpath " .. tree):match "[^\n]+"
end

local known

local function found()
  if known then return known end
  local name = os.getenv "BASE" or ""
  known = {commit = name ~= "" and commit_of(name) or nil}
  known.tree = known.commit and build(known.commit)
  return known
end

--- Its short name; nil when none is asked for.
---@return string|nil
function base.commit() return found().commit end

local function without(path, folder)
  local kept = {}
  for template in path:gmatch "[^;]*" do
    if template:sub(1, #folder) ~= folder then kept[#kept + 1] = template end
  end
  return table.concat(kept, ";")
end

--- What a command line starts with for a program to find a tree's modules before all others, and none of our `lua/`,
--- where the tree may lack some. What else is built, such as `floor`, is ours.
---@param tree string  its absolute path
---@param ours string  that of our tree
---@param path string|nil  LUA_PATH as it is now
---@return string
function base.environment(tree, ours, path)
  local lua_path = tree .. "/lua/?.lua;" .. tree .. "/lua/?/init.lua;" .. without(path or ";", ours .. "/lua/")
  return ([[LUA_PATH=%s LUA_CPATH=%s"${LUA_CPATH:-;}" LUA_CPATH_5_4=%s"${LUA_CPATH_5_4:-;}" ]]):format(
    shell.quote(lua_path), shell.quote(tree .. "/build/jit/?.so;"), shell.quote(tree .. "/build/5.4/?.so;"))
end

local function here() return shell.output "pwd":match "[^\n]+" end

--- The command for both trees.
---@param command string
---@return string ours
---@return string|nil theirs  nil when no commit is asked for
function base.both(command)
  local tree = found().tree
  return command, tree and base.environment(tree, here(), os.getenv "LUA_PATH") .. command
end

--- Commands by name, and with `base_` before the name those that run with the modules of the other commit.
---@param commands table<string, string>
---@return table<string, string>
function base.beside(commands)
  local all = {}
  for name, command in pairs(commands) do all[name], all["base_" .. name] = base.both(command) end
  return all
end

return base
