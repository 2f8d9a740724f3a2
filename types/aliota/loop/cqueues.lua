---@meta aliota.loop.cqueues
-- Written by `make types`.

---@type aliota.Loop
local module

return module
