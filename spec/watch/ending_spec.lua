local ending = require "aliota.watch.ending"
local summary = require "aliota.report.summary"

local function look(job, counts, more)
  local figures = summary.of_counts(counts, {})
  local made = {job = job, figures = figures, counts = {total = figures.total, by_status = figures.by_status,
    consistent = true}}
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

-- The second of two looks that show the same.
local function again(job, counts)
  return look(job, counts, {before = look(job, counts)})
end

local function static(status, more)
  local job = {JobStatus = status, SelectionType = "STATIC"}
  for name, value in pairs(more or {}) do job[name] = value end
  return job
end

local function dynamic(status) return {JobStatus = status, SelectionType = "DYNAMIC"} end

local THROUGH = {SUCCEEDED = 8, FAILED = 1, CANCELED = 1}

describe("watch.ending", function()
  it("takes the service's word that a batch is completed, in both spellings", function()
    assert.equal("done", ending.of(look(static "COMPLETED", THROUGH)))
    assert.equal("done", ending.of(look(dynamic "COMPLETE", THROUGH)))
    assert.equal("done", ending.of(look(static "COMPLETED", {})))
  end)

  it("waits for tasks that are open in a completed batch, as those that are begun anew", function()
    for _, status in ipairs {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS"} do
      assert.is_nil(ending.of(look(static "COMPLETED", {SUCCEEDED = 9, [status] = 1})))
    end
  end)

  it("knows the end of a static batch before the service says so, if the tasks are all there", function()
    assert.is_nil(ending.of(look(static "IN_PROGRESS", THROUGH)))
    assert.equal("done", ending.of(again(static "IN_PROGRESS", THROUGH)))
    local growing = look(static "IN_PROGRESS", THROUGH, {before = look(static "IN_PROGRESS", {SUCCEEDED = 3})})
    assert.is_nil(ending.of(growing))
    assert.is_nil(ending.of(again(static "IN_PROGRESS", {})))
    assert.is_nil(ending.of(again(static "PLANNED", {})))
  end)

  it("does not end a batch that tries failed tasks again, unless none failed", function()
    for _, count in ipairs {2, "2"} do -- a number in JSON, a text in XML
      local retrying = static("IN_PROGRESS", {RetryCount = count})
      assert.is_nil(ending.of(again(retrying, THROUGH)))
      assert.equal("done", ending.of(again(retrying, {SUCCEEDED = 10})))
    end
    assert.equal("done", ending.of(look(static("COMPLETED", {RetryCount = 2}), THROUGH)))
  end)

  it("does not end a dynamic batch that runs, nor one of a kind that is not told", function()
    assert.is_nil(ending.of(again(dynamic "IN_PROGRESS", THROUGH)))
    assert.is_nil(ending.of(again({JobStatus = "IN_PROGRESS"}, THROUGH)))
  end)

  it("does not believe counts that don't add up", function()
    local seen = look(static "COMPLETED", THROUGH)
    seen.counts.consistent = false
    assert.is_nil(ending.of(seen))
  end)

  it("does not take a task in an unknown state for settled", function()
    assert.is_nil(ending.of(look(static "COMPLETED", {SUCCEEDED = 9, ["(others)"] = 1})))
  end)

  it("tells a canceled batch, and one of which nothing but canceled tasks is left", function()
    assert.equal("canceled", ending.of(look(static "CANCELED", {SUCCEEDED = 3, IN_PROGRESS = 2})))
    assert.equal("canceled", ending.of(look(static "COMPLETED", {CANCELED = 4})))
    assert.equal("canceled", ending.of(again(static "IN_PROGRESS", {CANCELED = 4})))
  end)

  it("goes on in a state that it does not know", function()
    assert.is_nil(ending.of(look(dynamic "PAUSED", THROUGH)))
  end)

  it("closes what can neither grow nor begin anew", function()
    assert.is_true(ending.is_closed(again(static "IN_PROGRESS", {QUEUED = 5})))
    assert.is_false(ending.is_closed(look(static "IN_PROGRESS", {QUEUED = 5})))
    assert.is_false(ending.is_closed(again(static("IN_PROGRESS", {RetryCount = 1}), {FAILED = 1, QUEUED = 5})))
    assert.is_false(ending.is_closed(again(dynamic "IN_PROGRESS", {QUEUED = 5})))
  end)

  it("knows how many failed tasks may begin anew by themselves", function()
    local counts = {by_status = {FAILED = 7}}
    assert.equal(7, ending.count_retries {job = {RetryCount = 2}, counts = counts})
    for _, count in ipairs {0, "?"} do
      assert.equal(0, ending.count_retries {job = {RetryCount = count}, counts = counts})
    end
    assert.equal(0, ending.count_retries {job = {}, counts = counts})
  end)
end)
