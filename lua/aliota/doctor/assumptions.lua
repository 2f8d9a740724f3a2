-- What aliota can't know of the live service and its behaviour depends on: the one list of it. The table of
-- docs/compatibility.md is written from it (`make types`), `aliota doctor` goes through it, and specs hold that the
-- sandbox can play each side of it.

---@class aliota.Assumption
---@field name string     of the sandbox's switch: an option, or a kind of chaos; of what is unplayed, its own
---@field unplayed string|nil  why the sandbox has no switch for it
---@field open string     what is open
---@field source string   where what is known of it comes from
---@field does string     what aliota does about it
---@field spec string     which spec shows aliota right either way, without `_spec.lua`
---@field unseen string|nil  why no harmless read shows it; nil: the doctor looks
---@field seen string|nil    what a real account showed; nil: none has been asked

local SILENT = "the vendor says nothing"
local OWN = "doctor/assumptions" -- the spec of this file plays both sides of most
local CHANGES = "only a change would show it"

---@type aliota.Assumption[]
return {
  {name = "order", open = "the order of rows", source = SILENT, does = "finds it out from the pages", spec = OWN},
  {name = "page_past_end", open = "a page past the end: empty, or refused", source = SILENT,
    does = "takes either for the end", spec = OWN},
  {name = "unknown_device_names", open = "names in `DeviceNames` that are not in the batch: left out, or refused",
    source = SILENT, does = "where the request is refused, asks again in halves", spec = OWN},
  {name = "status_filters_names", open = "whether `TaskStatus` counts where `DeviceNames` are given", source = SILENT,
    does = "applies it here, too", spec = OWN},
  {name = "total_with_names", open = "whether `Total` is of the named devices, or of the batch", source = SILENT,
    does = "does not count by it", spec = OWN},
  {name = "pages_of_names", open = "whether named devices are answered on one page",
    source = "the vendor: names go before paging", does = "sends `PageSize` with them", spec = OWN},
  {name = "page_size_of_rows", open = "whether `PageSize` of an answer is how many rows came",
    source = "the vendor's examples", does = "counts by the first page's, where its rows allow it",
    spec = "listing/chaos"},
  {name = "numeric_ids", open = "whether ids may be numbers", source = "a third party's page shows one",
    does = "reads numbers as their digits", spec = "listing/chaos"},
  {name = "short_progress", open = "whether `Progress` comes without decimals", source = "a third party's page",
    does = "reads it as a number", spec = OWN},
  {name = "future_status", open = "states that are not documented", source = "the vendor lists seven",
    does = "hands tasks out as they are, and counts them as others", spec = "listing/chaos"},
  {name = "future_field", open = "members that are not documented", source = "the vendor lists fifteen",
    does = "hands them out as they are", spec = "listing/chaos"},
  {name = "wrong_total", open = "whether a batch can lose tasks while it is listed", source = SILENT,
    does = "takes a Total that shrinks for a fact: see [Exactness](exactness.md#when-the-service-contradicts-itself)",
    spec = "listing/chaos", unseen = "it takes a batch that loses some"},
  {name = "success_code", open = "`Code` of a good answer: absent, empty, or null",
    source = "the vendor's examples have two of these", does = "goes by `Success` alone", spec = OWN},
  {name = "refusal_status", open = "the HTTP status of what the service itself refuses: 200, or another",
    source = "models of the SDKs: 200", does = "goes by code and `Success`, not by status", spec = OWN},
  {name = "refusal_format", open = "whether the gateway refuses in the format that was asked for",
    source = "answers in public bug reports: some are XML", does = "looks at the first character", spec = OWN},
  {name = "http2", open = "whether HTTP/2 is offered", source = SILENT,
    does = "speaks HTTP/1.1; with the option `http`, HTTP/2 where it is offered", spec = "call/connection",
    unplayed = "its server speaks HTTP/1.1; nginx stands in"},
  {name = "throttle_status", open = "the HTTP status of a throttled call", source = "pages of the vendor's: 400, 429",
    does = "goes by the code, and by 429", spec = OWN},
  {name = "retry_after", open = "whether throttled answers have `x-acs-retry-after`",
    source = "the vendor's command line reads it",
    does = "waits for as long as it says, else for twice as long each time", spec = OWN},
  {name = "throttled_calls", open = "whether throttled calls use up the quota", source = SILENT,
    does = "paces itself, so that few are throttled, and pauses after each", spec = OWN,
    unseen = "it would use up the quota of others for long"},
  {name = "gzip", open = "whether answers come compressed", source = SILENT, does = "asks for gzip, takes either",
    spec = "listing/chaos"},
  {name = "clock_skew", open = "by how many seconds the service's clock is ahead of this machine's",
    source = "the vendor: 15 minutes at most", spec = "listing/chaos",
    does = "tells ages by the service's, and signs by it where a timestamp is refused"},
  {name = "list_page_limit", open = "limits of `PageSize` in lists of batches", source = SILENT,
    does = "takes that of tasks, 100; an error says where it is refused, and `PageSize` can be given", spec = OWN},
  {name = "list_job_status", open = "`COMPLETE` or `COMPLETED` in lists of batches", source = "comments of the SDKs "
    .. "have both", does = "takes either for the end", spec = OWN},
  {name = "new_batches", open = "whether `ListOTAJobByFirmware` shows a batch at once", source = SILENT,
    does = "looks for one whose creation was lost until none can come any more", spec = OWN, unseen = CHANGES},
  {name = "cancel_reach", open = "whether `CancelOTATaskByJob` has canceled all tasks when it says yes",
    source = SILENT, does = "looks, and asks again while some are left", spec = OWN, unseen = CHANGES},
  {name = "canceled_retries", open = "whether it ends the retries of `RetryCount`", source = SILENT,
    does = "tells how many failed tasks may be tried again", spec = OWN, unseen = CHANGES},
  {name = "strategy_cancels", open = "whether `CancelOTAStrategyByJob` may be called twice, or after the end",
    source = SILENT, does = "is content with a no where the batch is over, and cancels its tasks whatever the answer",
    spec = OWN, unseen = CHANGES},
  {name = "gray_percent_of", open = "which devices `GrayPercent` picks, and of which it is a share where some are "
    .. "updated already", source = SILENT, does = "sends it as it is given: see [Rollouts](rollouts.md#waves)",
    spec = OWN, unseen = CHANGES},
}
