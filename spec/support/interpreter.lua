-- The command of whichever Lua runs this.
if rawget(_G, "jit") then return "luajit" end
return _VERSION == "Lua 5.5" and "node spec/lua55/host.js" or (_VERSION:lower():gsub(" ", ""))
