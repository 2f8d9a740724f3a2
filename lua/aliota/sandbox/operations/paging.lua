-- Answers that come in pages.

local json = require "aliota.sandbox.json_body"
local refusal = require "aliota.sandbox.refusal"

local page = {}

--- The members that all of them have.
---@param total integer
---@param number integer
---@param size integer
---@return table members
function page.answer(total, number, size)
  return {Total = total, CurrentPage = number, PageSize = size, PageCount = math.ceil(total / size)}
end

--- A page past the end: the vendor's pages don't say what comes of it, so it is the sandbox's `page_past_end`.
---@param world SandboxWorld
---@param total integer
---@param number integer
---@param size integer
function page.check_end(world, total, number, size)
  if world.options.page_past_end == "error" and number > 1 and (number - 1) * size >= total then
    refusal.business("iot.common.InvalidPageParams", "CurrentPage is past the last page.")
  end
end

--- One page out of all items.
---@param world SandboxWorld
---@param items any[]
---@param number integer
---@param size integer
---@param show fun(item: any): table
---@return table members
---@return any[] rows
function page.cut(world, items, number, size, show)
  page.check_end(world, #items, number, size)
  local rows = {}
  for position = (number - 1) * size + 1, math.min(number * size, #items) do rows[#rows + 1] = show(items[position]) end
  return page.answer(#items, number, size), json.list(rows)
end

return page
