-- Contenders take turns by name, forwards in one round and backwards in the next, so that none of two always follows
-- the other.

---@param contenders table<string, any>
---@param rounds integer
---@param visit fun(name: string, contender: any)
return function(contenders, rounds, visit)
  local names = {}
  for name in pairs(contenders) do names[#names + 1] = name end
  table.sort(names)
  for round = 1, rounds do
    local forwards = round % 2 == 1
    for i = 1, #names do
      local name = names[forwards and i or #names + 1 - i]
      visit(name, contenders[name])
    end
  end
end
