-- A locale that really is there, while a function runs: made from the system's definitions when it is first asked for.
local native = require "native"
local shell = require "spec.support.shell"

local FOLDER = "build/locales"

-- Under another name first, as another suite may look for it meanwhile.
local function make(name)
  local language, charset = name:match "^(.-)%.(.*)$"
  local output, status = shell.run(([[
    mkdir -p %s && new=$(mktemp -d %s/XXXXXX) && localedef -i %s -f %s --no-archive "$new/made" &&
    { mv -T "$new/made" %s/%s || test -d %s/%s; }; status=$?; rm -rf "$new"; exit $status
  ]]):format(FOLDER, FOLDER, language, charset, FOLDER, name, FOLDER, name))
  if status ~= 0 then error(("no locale %s could be made: %s"):format(name, output)) end
end

-- It is not left to setlocale to find out, as the system remembers what it did not find.
local function make_sure_of(name)
  local definition = io.open(("%s/%s/LC_CTYPE"):format(FOLDER, name))
  if definition then definition:close() else make(name) end
end

---@param name string "C", or such as "de_DE.ISO-8859-1"
---@param f fun()
return function(name, f)
  if name ~= "C" then make_sure_of(name) end
  native.setenv("LOCPATH", FOLDER)
  assert(os.setlocale(name), name)
  local ok, problem = pcall(f)
  os.setlocale "C"
  native.setenv "LOCPATH"
  if not ok then error(problem, 0) end
end
