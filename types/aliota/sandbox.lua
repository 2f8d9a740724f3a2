---@meta aliota.sandbox
-- Written by `make types`.

---@type aliota.sandbox
local module

return module
