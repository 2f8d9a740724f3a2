---@meta aliota.core
-- Written by `make types`.

---@type aliota.core
local module

return module
