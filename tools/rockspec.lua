-- Prints the rockspec of the release: the one in the root, with the version and the tag of lua/aliota/version.lua.
local RELEASE = dofile "lua/aliota/version.lua"

local CHANGES = {
  {"^%-%- [^\n]+", "-- Made by `make rockspec` of aliota-scm-1.rockspec, which is the list to change."},
  {'\nversion = "scm%-1"\n', ('\nversion = "%s-1"\n'):format(RELEASE)},
  {'\nsource = {url = ("[^"]+")}\n', ('\nsource = {url = %%1, tag = "v%s"}\n'):format(RELEASE)},
}

local file = assert(io.open "aliota-scm-1.rockspec")
local text = file:read "*a"
file:close()
for _, change in ipairs(CHANGES) do
  local count
  text, count = text:gsub(change[1], change[2], 1)
  assert(count == 1, "aliota-scm-1.rockspec has nothing like " .. change[1])
end
io.write(text)
