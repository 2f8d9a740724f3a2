---@meta aliota.report
-- Written by `make types`.

---@type aliota.report
local module

return module
