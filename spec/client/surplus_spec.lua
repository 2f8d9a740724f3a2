local surplus = require "aliota.client.surplus"

describe("an argument too many", function()
  local function said(call, most, ...)
    local ok, problem = pcall(surplus, call, most, ...)
    return not ok and problem or nil
  end

  it("is told where it belongs, if it is a table of options", function()
    local batch = setmetatable({JobId = "j", Status = "x"}, {})
    for right, given in pairs {
      ["client:wait {JobId = …, deadline = …, timeout = …}"] = {"id", {timeout = 60, deadline = 5}},
      ["client:wait {TaskStatus = …, timeout = …}"] = {{TaskStatus = "x"}, {timeout = 60}},
      ["client:wait {JobId = …, timeout = …}"] = {batch, {timeout = 60, 5}},
      ["client:wait {timeout = …}"] = {nil, {timeout = 60}},
    } do
      local problem = said("client:wait", 2, {}, given[1], given[2])
      local whole = "client:wait: options belong in the table before them: write " .. right
      assert.truthy(problem:find(whole, 1, true), problem)
    end
  end)

  it("leaves other arguments where they are", function()
    local problem = said("client:call", 3, {}, "Query", {JobId = "j"}, {deadline = 5})
    assert.truthy(problem:find('write client:call("Query", {JobId = …, deadline = …})', 1, true), problem)
    problem = said("client:board", 3, {}, {"j"}, {}, {deadline = 5})
    assert.truthy(problem:find("write client:board(…, {deadline = …})", 1, true), problem)
  end)

  it("is called one, if it is anything else but nil", function()
    local problem = said("client:wait", 2, {}, "id", 60)
    assert.truthy(problem:find("client:wait: there is an argument too many, a number", 1, true), problem)
    assert.is_nil(said("client:wait", 2, {}, "id", nil, nil))
  end)
end)
