local duration = require "aliota.show.duration"
local script = require "aliota.nginx.page.page_script"
local shell = require "spec.support.shell"

-- The lengths of time as the script of the page writes them, in node.
local function texts_of(lengths)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(script:match "const UNITS.-\n  };\n", ("for (const s of [%s]) console.log(text(s));\n"):format(
    table.concat(lengths, ",")))
  file:close()
  local output, status = shell.run("node " .. path)
  os.remove(path)
  assert(status == 0, output)
  return output
end

describe("nginx.page.script", function()
  it("writes lengths of time as the server does", function()
    local lengths = {0, 1, 59, 60, 61, 119, 120, 3599, 3600, 3660, 3720, 86399, 86400, 90000, 100000, 864000}
    local expected = {}
    for i, seconds in ipairs(lengths) do expected[i] = duration.text(seconds) .. "\n" end
    assert.equal(table.concat(expected), texts_of(lengths))
  end)
end)
