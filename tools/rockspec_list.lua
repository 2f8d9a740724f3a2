-- Prints a list of the rockspec, for makefiles. Usage: lua5.4 tools/rockspec_list.lua sources|defines|…
dofile "aliota-scm-1.rockspec" -- defines globals
local build = build -- luacheck: read globals build
local core = build.modules["aliota.core"]

local commands = {}
for _, file in pairs(build.install.bin) do commands[#commands + 1] = file end
table.sort(commands)

local LISTS = {
  sources = core.sources, defines = core.defines, libraries = core.libraries,
  commands = commands,
  folders = build.copy_directories,
}

print(table.concat(LISTS[arg[1]], " "))
