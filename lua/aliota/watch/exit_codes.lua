-- What a pipeline is told of how it ended, by the outcomes of verdicts and rollouts.

---@type table<string, integer>
return {done = 0, gate = 1, timeout = 2, error = 3, canceled = 4}
