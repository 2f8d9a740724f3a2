---@meta aliota.write
-- Written by `make types`.

---@type aliota.write
local module

return module
