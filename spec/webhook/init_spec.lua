local aliota = require "aliota"
local receiver = require "spec.support.webhook_receiver"
local stub = require "spec.support.stub"
local task = require "aliota.api.task"
local webhook = require "aliota.webhook"

local CREDENTIALS = {access_key_id = "id", access_key_secret = "secret"}

local function task_of(number)
  return setmetatable({
    TaskId = "t" .. number, JobId = "j", DeviceName = "d" .. number, TaskStatus = "FAILED", TaskDesc = "timeout",
    UtcModified = "2026-01-05T16:00:00.000Z", SrcVersion = "1", DestVersion = "2", Progress = 3,
  }, task.metatable)
end

describe("webhook", function()
  local there
  after_each(function()
    if there then there:stop() end
    there = nil
  end)

  -- A webhook of a receiver with such answers, and what it was told of attempts that failed.
  local function hook_for(answers, options, of_client)
    there = receiver.start(answers)
    options = options or {}
    local retries, client = {}, {endpoint = "http://127.0.0.1:1", credentials = CREDENTIALS, proxy = false}
    for name, value in pairs(of_client or {}) do client[name] = value end
    options.url = options.url or there.url
    options.on_retry = function(err, seconds) retries[#retries + 1] = {err = err, seconds = seconds} end
    return webhook.new(aliota.new(client), options), retries
  end

  it("posts tasks as JSON, under a key by which they are known again", function()
    local hook = hook_for()
    assert.is_true(hook:post {task_of(1), task_of(2)})
    assert.is_true(hook:post {task_of(1), task_of(2)})
    assert.is_true(hook:post {task_of(1)})
    local sent = there:messages()
    assert.equal("POST /hook HTTP/1.1", sent[1].line)
    assert.equal("application/json", sent[1].headers["content-type"])
    assert.same({"j", "d1", "timeout", 3}, {sent[1].body.JobId, sent[1].body.tasks[1].DeviceName,
      sent[1].body.tasks[1].TaskDesc, sent[1].body.tasks[1].Progress})
    local keys = {}
    for i, message in ipairs(sent) do keys[i] = message.headers["idempotency-key"] end
    assert.equal(keys[1], keys[2])
    assert.not_equal(keys[1], keys[3])
  end)

  it("tries again what is not taken for now, and waits as it is asked to", function()
    local hook, retries = hook_for {
      stub.answer(503, "later"), stub.answer(429, "", {"Retry-After: 1"}), stub.answer(204, ""),
    }
    assert.is_true(hook:post {task_of(1)})
    assert.equal(3, #there:messages())
    assert.same({503, 429}, {retries[1].err.status, retries[2].err.status})
    assert.is_true(retries[2].seconds >= 1)
    assert.equal(there:messages()[1].headers["idempotency-key"], there:messages()[3].headers["idempotency-key"])
  end)

  it("tries again when nobody is there, or does not answer", function()
    local hook, retries = hook_for({
      {raw = "", hang = true}, {raw = "", close = true}, stub.answer(200, ""),
    }, nil, {timeout = 3})
    assert.is_true(hook:post {task_of(1)})
    assert.same({"timeout", "network"}, {retries[1].err.kind, retries[2].err.kind})
    local nobody
    nobody, retries = hook_for(nil, {url = "http://127.0.0.1:1/", patience = 3})
    local ok, err = nobody:post {task_of(1)}
    assert.same({nil, "network", false}, {ok, err.kind, err.may_have_run})
    assert.is_true(#retries > 0)
  end)

  it("gives a refusal back, which is no doubt", function()
    local hook, retries = hook_for {stub.answer(404, "no such\nhook \27[2J")}
    local ok, err = hook:post {task_of(1)}
    assert.same({nil, "http", 404, false}, {ok, err.kind, err.status, err.may_have_run})
    assert.truthy(tostring(err):find("the webhook answered: no such hook ?[2J (HTTP 404)", 1, true), tostring(err))
    assert.same({1, 0}, {#there:messages(), #retries})
  end)

  it("says when a message may have been taken", function()
    local hook = hook_for({{raw = "", close = true}}, {patience = 0.2})
    local ok, err = hook:post {task_of(1)}
    assert.same({nil, "network", true}, {ok, err.kind, err.may_have_run})
  end)

  it("takes the way of the client's calls: its proxy, and whom it trusts", function()
    there = receiver.start(nil, true)
    local function post(more)
      more.endpoint, more.credentials = "http://127.0.0.1:1", CREDENTIALS
      return webhook.new(aliota.new(more), {url = there.url, patience = 0.1}):post {task_of(1)}
    end
    local _, err = post {proxy = false}
    assert.equal("tls", err.kind)
    assert.is_true(post {proxy = false, ca_file = there.ca_file})
    _, err = post {proxy = "http://127.0.0.1:1", ca_file = there.ca_file}
    assert.equal("network", err.kind)
    assert.equal(1, #there:messages())
  end)

  it("raises at the caller's line for what makes no sense", function()
    local client = aliota.new {endpoint = "http://127.0.0.1:1", credentials = CREDENTIALS}
    for expected, options in pairs {
      ["url is missing"] = {}, ["url must look like https://host/path"] = {url = "example.com/hook"},
      ["url must look like https"] = {url = "ftp://example.com/"}, ['did you mean "json"?'] = {url = "http://h/",
      format = "jsn"}, ['did you mean "secret"?'] = {url = "http://h/", secrt = "s"}, ["secret"] = {url = "http://h/",
      secret = ""},
    } do
      local ok, raised = pcall(function() webhook.new(client, options) end)
      assert.is_false(ok)
      assert.truthy(raised:find("init_spec.lua:%d+: webhook.new: ") and raised:find(expected, 1, true), raised)
    end
  end)
end)
