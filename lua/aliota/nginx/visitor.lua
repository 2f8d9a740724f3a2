-- What a visitor may see: all, some batches, nothing. When the function that decides fails, it is nothing.
local json = require "aliota.util.json_codec"
local text = require "aliota.show.text"

local FORBIDDEN, BROKEN = 403, 500 -- statuses

---@class aliota.nginx.Visible
---@field key string   the same for visitors who may see the same
---@field ids table<string, true>|nil  JobIds; nil: all there are

local visitor = {}

local ALL = {key = "all"}

-- A text where a list was meant, or a set of ids, would show what nobody has decided.
local function list_problem(ids)
  if type(ids) ~= "table" then return "it returned a " .. type(ids) end
  for i, id in pairs(ids) do
    if type(i) ~= "number" or type(id) ~= "string" then return "it returned a table that is no array of JobIds" end
  end
end

local function some(ids)
  local set, list = {}, {}
  for _, id in pairs(ids) do
    if not set[id] then list[#list + 1] = id end
    set[id] = true
  end
  table.sort(list)
  return {key = json.encode(list), ids = set}
end

--- Asks what whoever sent this request may see.
---@param authorise (fun(): boolean|string[]|nil)|nil  nil: anybody may see all
---@return aliota.nginx.Visible|nil
---@return integer|nil status   where it is nothing
---@return string|nil problem   where the function failed
function visitor.may_see(authorise)
  if not authorise then return ALL end
  local ok, ids = pcall(authorise)
  if ok and ids == true then return ALL end
  if ok and not ids then return nil, FORBIDDEN end
  local problem = ok and list_problem(ids) or not ok and text.of(ids)
  if problem then return nil, BROKEN, problem end
  if next(ids) == nil then return nil, FORBIDDEN end
  return some(ids)
end

return visitor
