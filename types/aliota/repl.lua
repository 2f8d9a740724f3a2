---@meta aliota.repl
-- Written by `make types`.

---@type fun()
local module

return module
