---@meta aliota.nginx
-- Written by `make types`.

---@type aliota.nginx
local module

return module
