---@meta aliota.filter
-- Written by `make types`.

---@type aliota.filter
local module

return module
