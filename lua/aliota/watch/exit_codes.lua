-- What a pipeline is told of how it ended, by the outcomes of verdicts and rollouts. Unstopped is a broken gate whose
-- batch was to be stopped, and goes on.

---@type table<string, integer>
return {done = 0, gate = 1, timeout = 2, error = 3, canceled = 4, unstopped = 5}
