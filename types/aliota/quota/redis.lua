---@meta aliota.quota.redis
-- Written by `make types`.

---@type aliota.quota.redis
local module

return module
