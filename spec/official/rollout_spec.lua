-- The official SDK creates what a rollout would: it is the same batch, and the rollout takes it for its own.
local aliota = require "aliota"
local box = require "spec.official.box"
local journal = require "aliota.rollout.wave_journal"
local node = require "spec.official.node"
local rollout = require "aliota.rollout"
local with = require "spec.official.with"

local WAVES = {
  ["named devices"] = {devices = {"device-000003", "device-000007"}}, ["a share"] = {percent = 12.5},
  ["all devices"] = {percent = 100},
}
local OPTIONS = {starts_at = 1767628800, devices = 90, seed = 9}

describe("a rollout and the official SDK", function()
  local official, running
  setup(function() official = node.start() end)
  teardown(function() official:stop() end)
  before_each(function() running = box.start(OPTIONS) end)
  after_each(function() running:stop() end)

  local seen -- what ends a rollout once its batch was looked at: time stands still in the sandbox, so that none ends
  local function client_of(service)
    return aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, quota = false, proxy = false,
      on_event = function(event) if event.type == "look" then seen:cancel() end end,
    }
  end

  local function begin(made)
    seen = aliota.canceller()
    return made:apply {cancel = seen, interval = 0.05}
  end

  local function planned(service, wave)
    local client = client_of(service)
    local package = assert(client:create_ota_firmware {
      FirmwareName = "f", DestVersion = "2.0.0", ProductKey = service:truth().ProductKey, NeedToVerify = false,
    }).Data.FirmwareId
    return assert(client:plan_rollout {
      FirmwareId = package, waves = {wave}, TimeoutInMinutes = 30, OverwriteMode = 2, MaximumPerMinute = 1000,
      SrcVersion = {"1.0.0", "1.1.0-beta", "1.2.0"}, Tag = {{Key = "ring", Value = "beta 1"}},
    })
  end

  local function ask(action, params)
    return official:call({
      client = "sdk", action = action, params = params, endpoint = running.endpoint,
      credentials = running.credentials,
    }).body.Data
  end

  -- As our client has them.
  local function with_numbers(rows)
    local list = {}
    for i, row in ipairs(rows) do
      list[i] = with(row, {Progress = tonumber(row.Progress), Timeout = tonumber(row.Timeout)})
    end
    return list
  end

  -- What a rollout creates by itself, in a world that is the same.
  local function rows_of_ours(wave)
    local other = box.start(OPTIONS)
    local made = planned(other, wave)
    begin(made)
    local rows = other:truth({JobId = made.steps[1].JobId}).rows
    other:stop()
    return rows
  end

  for what, wave in pairs(WAVES) do
    it("create the same batch of " .. what .. ", and see the same rows in it, each whoever created it", function()
      local made = planned(running, wave)
      local by_sdk = ask("CreateOTAStaticUpgradeJob", rollout.params_of(made, made.steps[1])).JobId
      local truth = running:truth({JobId = by_sdk}).rows
      assert.is_true(#truth > 0)
      assert.same(truth, ask("ListOTATaskByJob", {JobId = by_sdk, CurrentPage = 1, PageSize = 100}).SimpleOTATaskInfo)
      assert.same(truth, rows_of_ours(wave))
      -- As if the answer to the rollout's own call had been lost.
      local sent = journal.event(1, "creating", {sent = os.time()})
      local again = assert(client_of(running):resume_rollout {text = made:journal() .. sent})
      begin(again)
      assert.same({"running", by_sdk}, {again.steps[1].state, again.steps[1].JobId})
      assert.same(with_numbers(truth), client_of(running):tasks({JobId = by_sdk}):collect())
      assert.equal(2, #running:truth().jobs)
    end)
  end
end)
