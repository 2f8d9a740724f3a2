-- The messages of docs/troubleshooting.md are those that are given.
local aliota = require "aliota"
local environment = require "spec.support.environment"
local errors = require "aliota.api.errors"
local manual = require "spec.support.manual"
local sandbox = require "aliota.sandbox"

local PAGE = "docs/troubleshooting.md"

describe(PAGE, function()
  local service, client
  setup(function()
    service = assert(sandbox.start {devices = 1})
    client = aliota.new {endpoint = service.endpoint, credentials = service.credentials}
  end)
  teardown(function() service:stop() end)

  local function problem_of(...)
    local ok, value, err = pcall(...)
    return tostring(not ok and value or err)
  end

  -- Whether a message of the table is part of what is said; "…" stands for anything.
  local function assert_told(heading, said)
    for _, row in ipairs(manual.table_below(PAGE, heading)) do
      local pattern = manual.names(row[1])[1]:gsub("[%p]", "%%%0"):gsub("…", ".-")
      if said:find(pattern) then return end
    end
    error("there is no message for: " .. said)
  end

  it("knows what misuse raises", function()
    for _, said in ipairs {
      problem_of(client.tasks, client, {}), problem_of(client.tasks, client, {JobId = "j", deadlin = 5}),
      problem_of(client.tasks, {JobId = "j"}), problem_of(client.tasks, client, {JobId = "j", PageSize = 500}),
      problem_of(client.tasks, client, {JobId = "j", where = {}, resume = "x"}),
    } do assert_told("Misuse", said) end
  end)

  it("knows what is said of keys, regions and batches", function()
    local home = {HOME = "/nonexistent", ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true"}
    environment(home, function()
      local nobody = aliota.new {region = "cn-shanghai"}
      assert_told("Keys and signatures", problem_of(nobody.job, nobody, "j"))
      local nowhere = aliota.new {credentials = service.credentials}
      assert_told("Keys and signatures", problem_of(nowhere.job, nowhere, "j"))
      local wrong = aliota.new {endpoint = service.endpoint, credentials = {
        access_key_id = service.credentials.access_key_id, access_key_secret = "wrong",
      }}
      assert_told("Keys and signatures", problem_of(wrong.job, wrong, "j"))
    end)
    assert_told("The service", problem_of(client.job, client, "j"))
  end)

  it("names codes that are known", function()
    for _, heading in ipairs {"Keys and signatures", "Network and proxies", "The service"} do
      for _, row in ipairs(manual.table_below(PAGE, heading)) do
        local code = manual.names(row[1])[1]
        if not code:find " " then assert.truthy(errors.new({kind = "api", code = code, message = "…"}).hint, code) end
      end
    end
  end)
end)
