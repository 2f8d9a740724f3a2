std = "lua51+lua52+lua53+lua54+luajit"
max_line_length = 120
files["spec"] = {std = "+busted"}
files["lua/aliota/loop/nginx.lua"] = {std = "+ngx_lua"}
files["lua/aliota/util/raise.lua"] = {std = "+ngx_lua"}
files["lua/aliota/nginx*"] = {std = "+ngx_lua"}
files["lua/aliota/quota/*"] = {std = "+ngx_lua"}
files["examples/nginx/stream.lua"] = {std = "+ngx_lua", read_globals = {"client"}}
files["spec/lua55/boot.lua"] = {globals = {"arg", "dofile", "io", "loadfile", "os", "package"}}
files["torture/*.lua"] = {read_globals = {"check", "child", "may_lose"}}
files["*.rockspec"] = {std = "+rockspec"}
exclude_files = {"**/node_modules", "build"}
