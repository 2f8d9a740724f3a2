---@meta aliota.loop.copas
-- Written by `make types`.

---@type aliota.Loop
local module

return module
