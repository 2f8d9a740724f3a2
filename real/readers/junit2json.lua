-- A reader of JUnit reports for node. What looks like a number is one to it, names as well, so these are left out.
local cjson = require "cjson"
local device_texts = require "spec.support.device_texts"
local shell = require "spec.support.shell"
local text = require "aliota.show.text"
local written = require "spec.support.written"

local SCRIPT = [[
import { readFileSync } from "node:fs";
import { parse } from "junit2json";
const { testsuite } = await parse(readFileSync(process.argv[1], "utf8"));
const cases = testsuite.flatMap((suite) => suite.testcase);
console.log(JSON.stringify({
  failures: testsuite.reduce((sum, suite) => sum + suite.failures, 0),
  names: cases.map((one) => String(one.name)),
}));
]]

local function read(path)
  local command = "cd real/readers/npm && node --input-type=module -e '%s' '%s'"
  local output, status = shell.run(command:format(SCRIPT, path))
  if status ~= 0 then error(output, 0) end
  return cjson.decode(output)
end

local function check(seen, tasks)
  if seen.failures ~= #tasks or #seen.names ~= #tasks then
    error(("%d failures in %d cases of %d"):format(seen.failures, #seen.names, #tasks), 0)
  end
  local names, compared = {}, 0
  for _, name in ipairs(seen.names) do names[name] = true end
  for _, task in ipairs(tasks) do
    local shown = text.printable(task.DeviceName)
    if shown:find "%S" and not tonumber(shown) then
      if not names[shown] then error(("%q is no name of a case"):format(shown:sub(1, 40)), 0) end
      compared = compared + 1
    end
  end
  return compared
end

return {
  version = "grep '\"junit2json\"' real/readers/npm/package.json | cut -d: -f2",
  try = function()
    local path, tasks = os.tmpname(), device_texts.tasks()
    local file = assert(io.open(path, "wb"))
    file:write(written("junit", tasks))
    assert(file:close())
    local ok, seen = pcall(read, path)
    os.remove(path)
    if not ok then error(seen, 0) end
    return ("junit: %d failures, and %d names that are no numbers"):format(seen.failures, check(seen, tasks))
  end,
}
