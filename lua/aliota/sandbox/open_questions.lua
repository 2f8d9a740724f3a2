-- What the vendor leaves open and a client has to be ready for: each is an option of the sandbox that is one of some
-- words, of which the first is the default. Loads without what serves.

---@class aliota.sandbox.OpenQuestion
---@field name string      of the option
---@field values string[]  the first is the default
---@field text string      what it is about, for a shell's help

---@type aliota.sandbox.OpenQuestion[]
return {
  {name = "order", values = {"stable", "newest_change_first", "oldest_change_first"}, text = "Order of the tasks"},
  {name = "page_past_end", values = {"empty", "error"}, text = "What a page past the end is"},
  {name = "unknown_device_names", values = {"left_out", "error"}, text = "What becomes of names that no device has"},
  {name = "total_with_names", values = {"found", "batch"}, text = "Of what Total is where DeviceNames are given"},
  {name = "pages_of_names", values = {"one", "many"}, text = "How many pages tasks of DeviceNames are on"},
  {name = "success_code", values = {"absent", "empty", "null"}, text = "Code of a good answer"},
  {name = "refusal_format", values = {"asked", "xml"}, text = "Format of the gateway's refusals"},
  {name = "throttled_calls", values = {"free", "counted"}, text = "Whether throttled calls use up the quota"},
  {name = "list_job_status", values = {"complete", "completed"}, text = "How lists of batches write COMPLETED"},
  {name = "new_batches", values = {"listed", "late"}, text = "Whether lists have a new batch at once"},
  {name = "cancel_reach", values = {"all", "some"}, text = "Tasks that one call of CancelOTATaskByJob cancels"},
  {name = "canceled_retries", values = {"ended", "kept"}, text = "Retries of a batch whose tasks are canceled"},
  {name = "strategy_cancels", values = {"any", "one"}, text = "How often CancelOTAStrategyByJob is accepted"},
  {name = "gray_percent_of", values = {"all", "outdated"}, text = "The devices of which GrayPercent is a share"},
}
