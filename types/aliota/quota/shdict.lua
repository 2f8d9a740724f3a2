---@meta aliota.quota.shdict
-- Written by `make types`.

---@type aliota.quota.shdict
local module

return module
