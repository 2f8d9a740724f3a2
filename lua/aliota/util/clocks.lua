-- The clocks that date what is in arrays, by array: one of tasks looks like any other, and may be reported on long
-- after it was collected.

---@type table<any[], fun(): number>  epoch seconds
return setmetatable({}, {__mode = "k"})
