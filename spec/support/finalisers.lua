-- Finalisers that run when it hurts: in the middle of what a C function does.
local finalisers = {}

--- An object that calls `f` when it is collected.
---@param f fun()
function finalisers.object(f)
  if not newproxy then return setmetatable({}, {__gc = f}) end
  local proxy = newproxy(true)
  getmetatable(proxy).__gc = f
  return proxy
end

-- Makes every allocation in C run the collector from begin to end; returns what undoes that.
local function collect_always()
  if _VERSION < "Lua 5.4" then
    local pause, step = collectgarbage("setpause", 0), collectgarbage("setstepmul", 1e8)
    return function()
      collectgarbage("setpause", pause)
      collectgarbage("setstepmul", step)
    end
  end
  local mode = collectgarbage("incremental", 1, 400, 40)
  return function()
    collectgarbage("incremental", 200, 100, 13) -- as Lua starts
    collectgarbage(mode)
  end
end

--- Runs `body` while the collector runs all the time, and `disturb` each time that it does, but the first `spared`
--- times; an error of `disturb` is nobody's.
---@param spared integer
---@param disturb fun()
---@param body fun(): ...
---@return boolean ok, any ...  as pcall returns them
function finalisers.storm(spared, disturb, body)
  local going, undo = true, nil
  local function again()
    if not going then return end
    if spared <= 0 then pcall(disturb) end
    spared = spared - 1
    finalisers.object(again)
  end
  local function finish(...)
    going = false
    undo()
    return ...
  end
  collectgarbage() -- ends a cycle under way, which would not meet what is made now
  collectgarbage "stop"
  finalisers.object(again)
  undo = collect_always()
  collectgarbage "restart"
  return finish(pcall(body)) -- nothing may be allocated before
end

return finalisers
