-- Lists a batch a few times, for what its server does meanwhile. arg: endpoint, batch, times; keys in the environment.
local aliota = require "aliota"

local client = aliota.new {endpoint = arg[1], proxy = false, quota = false}
for _ = 1, tonumber(arg[3]) do
  for _ in client:pages {JobId = arg[2]} do end
end
