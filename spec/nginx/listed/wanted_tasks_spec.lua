local wanted = require "aliota.nginx.listed.wanted_tasks"

local function read(arguments, uri) return {wanted(arguments, uri or "/failed", {"j", "a b"})} end

describe("nginx.listed.wanted_tasks", function()
  it("is what failed, of a batch that the visitor may see, in the format of the path", function()
    assert.same({{format = "html", JobId = "j", TaskStatus = "FAILED"}}, read {JobId = "j"})
    assert.same({{format = "csv", JobId = "a b", TaskStatus = "QUEUED"}},
      read({JobId = "a b", TaskStatus = "QUEUED"}, "/failed.csv"))
  end)

  it("is refused where it is anything else", function()
    local cases = {
      {400, {}}, {400, {JobId = true}}, {400, {JobId = {"j", "j"}}}, {404, {JobId = "J"}}, {404, {JobId = ""}},
      {404, {JobId = "j\0"}}, {404, {JobId = "<script>"}}, {400, {JobId = "j", TaskStatus = "<b>"}},
      {400, {JobId = "j", TaskStatus = true}}, {400, {JobId = "j", TaskStatus = {"FAILED", "QUEUED"}}},
      {400, {JobId = "j", TaskStatus = "NAMES"}}, {400, {JobId = "j", TaskStatus = ""}},
    }
    for i, case in ipairs(cases) do
      local found = read(case[2])
      assert.same({case[1], "string", "html"}, {found[2], type(found[3]), found[1].format}, i)
      assert.is_nil(found[3]:find "<")
    end
  end)
end)
