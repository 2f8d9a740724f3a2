---@meta aliota.loop.luv
-- Written by `make types`.

---@type aliota.Loop
local module

return module
