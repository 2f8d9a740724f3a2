-- Every line that help shows is run.
local Iterator = require "aliota.listing.iterator"
local aliota = require "aliota"
local environment = require "spec.support.environment"
local help = require "aliota.help"
local operations = require "aliota.api.operations"
local sandbox = require "aliota.sandbox"
local text = require "aliota.show.text"

-- What is said of a file that is not there, and of a message that holds nothing.
local MADE_UP = {["o such file or directory"] = true, ["there is no canonical request in the message"] = true}

local function at_width(columns, f)
  local found
  environment({COLUMNS = tostring(columns)}, function() found = f() end)
  return found
end

local function lines_of(page)
  local lines = {}
  for line in (page .. "\n"):gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  return lines
end

-- The statements of a page, each on one line; those that are broken go on in lines that begin with blanks.
local function statements_of(page)
  local found = {}
  for _, line in ipairs(lines_of(page)) do
    local code = line:gsub("%s*%-%- .*$", "")
    if code:find "^  %S" then
      found[#found] = found[#found] .. code:sub(2)
    elseif code ~= "" and code ~= "--" then
      found[#found + 1] = code
    end
  end
  return found
end

local function page_of(topic) return assert(help.on(topic)) end

local function load_line(line, env)
  if setfenv then return setfenv(assert(loadstring("return " .. line)), env) end
  return assert(load("return " .. line, "line", "t", env))
end

describe("help", function()
  local service, env, files, printed
  setup(function()
    service = assert(sandbox.start {devices = 60})
    files, printed = {}, io.tmpfile()
    local client = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false,
    }
    env = {client = client, job_id = service.job_id, aliota = aliota, os = {tmpname = function()
      files[#files + 1] = os.tmpname()
      return files[#files]
    end}}
  end)
  teardown(function()
    service:stop()
    for _, file in ipairs(files) do
      os.remove(file)
      os.remove(file .. ".html")
    end
  end)

  -- What a line gives; of an iterator, its first value.
  local function run(line)
    local stdout = io.stdout
    local print = print
    io.stdout, _G.print = printed, function(...) printed:write(..., "\n") end -- luacheck: ignore 122
    local ok, value, err = pcall(load_line(line, env))
    if ok and getmetatable(value) == Iterator then ok, value, err = pcall(value.next, value) end
    io.stdout, _G.print = stdout, print -- luacheck: ignore 122
    return ok, value, err
  end

  -- The lines of a page that do something, run; the number of them. Where it may fail, what it is about is made up.
  local function run_all(page, may_fail)
    local count = 0
    for _, line in ipairs(statements_of(page)) do
      local ok, value, err = run(line)
      assert.is_true(ok, line .. ": " .. tostring(value))
      local failure = value == nil and err or nil
      if may_fail and failure then
        assert.truthy(failure.kind == "api" or MADE_UP[failure.message:match "%l[%l ]*$"], line)
      else
        assert.is_nil(failure, line)
      end
      count = count + 1
    end
    return count
  end

  it("shows an overview, every line of which runs", function()
    assert.truthy(run_all(page_of()) > 25)
  end)

  for _, group in ipairs {"aliota", "client", "iterator", "filter", "report", "write", "operations"} do
    it("shows the group " .. group .. ", every line of which runs", function()
      -- There is no snapshot of that name.
      assert.truthy(run_all((page_of(group):gsub("aliota%.report%.read_snapshot[^\n]*", ""))) > 1)
    end)
  end

  it("shows the group explanation", function()
    assert.equal(1, run_all(page_of "explanation", true))
  end)

  it("has a page for every function, with a line that runs", function()
    for _, group in ipairs(require "aliota.help.entries"()) do
      for _, entry in ipairs(group.entries) do
        local page = page_of(entry.shown)
        assert.equal(page, page_of(entry.f))
        assert.truthy(page:find("-- " .. entry.shown .. "(", 1, true), entry.shown)
        assert.truthy(run_all(page, entry.name == "read_snapshot" or entry.group == "explanation") > 0, entry.shown)
      end
    end
  end)

  it("has a page for every operation, with a call whose parameters are good", function()
    for action in pairs(operations) do
      local page = page_of(action)
      assert.equal(1, run_all(page, true), page)
      local method = page:match "client:([%l_]+) "
      assert.equal(page, page_of(method))
      for name in pairs(operations[action].params) do assert.truthy(page:find("-- " .. name .. " ", 1, true), name) end
    end
  end)

  it("has a page for every parameter", function()
    assert.truthy(page_of "TaskStatus":find("ListOTATaskByJob +one of CONFIRM, QUEUED, NOTIFIED, IN_PROGRESS,"))
    for topic in pairs(help.topics()) do assert.equal("string", type(page_of(topic))) end
  end)

  it("has a page for the types that a function tells of", function()
    assert.truthy(page_of "new":find('\naliota.help "aliota.Options"', 1, true))
    assert.truthy(page_of "aliota.Options":find "\n%-%- prefetch +integer | \"auto\" | nil requests of a")
    assert.truthy(page_of "aliota.Task":find "\n%-%- UtcCreate +string ISO 8601, UTC\n")
    assert.truthy(page_of "explain":find('aliota.help "aliota.Explanation"', 1, true))
    assert.truthy(page_of "summary":find('aliota.help "aliota.QueryOTAJobParams"', 1, true))
    assert.truthy(page_of "tasks":find('aliota.help "aliota.Iterator"', 1, true)) -- by aliota.Each
    assert.truthy(page_of "aliota.QueryOTAJobParams":find "\n%-%- JobId +string; must be given\n.*\n%-%- cancel ")
    assert.truthy(page_of "aliota.TasksParams":find "\n%-%- TaskStatus +one of .*\n%-%- strict .*\n%-%- where ")
    assert.is_nil(page_of "aliota.Plan":find "calls_a_second", 1, true)
    for name in pairs(require "aliota.help.classes".all()) do assert.truthy(page_of(name):find("^%-%- " .. name)) end
  end)

  -- A method that has no line to run would be missing here, and so would a part of the reference.
  it("knows every method of a client and of an iterator", function()
    local known = {}
    for _, group in ipairs(require "aliota.help.entries"()) do
      for _, entry in ipairs(group.entries) do known[entry.shown] = true end
    end
    for _, row in pairs(operations) do known["client:" .. row.method_name] = true end
    local OWN = {} -- of the library itself
    for _, name in ipairs {"new", "of_arrays", "finish", "loop", "used_up"} do OWN["tasks:" .. name] = true end
    for prefix, class in pairs {["client:"] = getmetatable(env.client), ["tasks:"] = Iterator} do
      for name, value in pairs(class) do
        if type(value) == "function" and not name:find "^__" then
          assert.truthy(known[prefix .. name] or OWN[prefix .. name], prefix .. name .. " has no ---@usage")
        end
      end
    end
  end)

  it("keeps its remarks within the terminal", function()
    for _, columns in ipairs {60, 80, 160} do
      for topic in pairs(help.topics()) do
        for _, line in ipairs(lines_of(at_width(columns, function() return page_of(topic) end))) do
          if line:find "^%s*%-%-" then assert.is_true(text.width(line) <= columns, line) end
        end
      end
    end
  end)

  local function is_unfinished(code)
    local chunk, problem = (loadstring or load)("return " .. code) -- luacheck: ignore
    return not chunk and problem:find "<eof>" ~= nil
  end

  it("breaks code behind commas alone, so that it can be typed as it stands", function()
    local wide = {}
    for topic in pairs(help.topics()) do
      wide[topic] = statements_of(at_width(500, function() return page_of(topic) end))
    end
    for _, columns in ipairs {40, 60, 80} do
      local broken = 0
      for topic, statements in pairs(wide) do
        local page = at_width(columns, function() return page_of(topic) end)
        assert.same(statements, statements_of(page), topic)
        for _, line in ipairs(lines_of(page)) do
          local goes_on = line:find "^[^%-]*,$" ~= nil
          if goes_on then assert.is_true(is_unfinished(line) or line:find "^  " ~= nil, line) end
          if text.width(line) > columns then assert.is_nil(line:find("^%S+[^\"]+, "), line) end
          broken = broken + (goes_on and 1 or 0)
        end
      end
      assert.truthy(broken > 0)
    end
    assert.truthy(at_width(60, function() return page_of "filter" end):find(
      'aliota.filter.all({SrcVersion = "1.0.0"},\n  aliota.filter.progress(90))\n', 1, true))
  end)

  it("finds a name with what it is called on", function()
    assert.equal(page_of "peek", page_of "tasks:peek")
    assert.truthy(page_of "summary":find "client:summary.*aliota%.report%.summary")
    assert.is_nil(page_of "client:summary":find "aliota.report.summary(", 1, true)
  end)

  it("knows options, fields, formats and parts by their names", function()
    for topic, expected in pairs {
      region = "aliota%.Options +string | nil such as", on_event = "aliota%.Options", credentials = "aliota%.Options",
      deadline = "deadline: how long all.*client:tasks.*aliota%.Options", coverage = "coverage of\n.*aliota.Iterator",
      fail_if = "limits: .*client:wait ", journal = "journal: .*client:plan_retry", err = "^%-%- aliota%.Error\n",
      DeviceName = "aliota%.Task +string", Progress = "aliota%.Task +number", sandbox = "new_devices_per_minute",
      nginx = "A feed for nginx", csv = "RFC 4180", ndjson = "columns +string%[%]", formats = "aliota%.write%.junit",
      retryable = "aliota%.Error", resume = "tasks:cursor", strict = "client:pages",
    } do
      assert.truthy(page_of(topic):find(expected), topic .. "\n" .. page_of(topic))
    end
    for name in pairs(require("aliota.help.option_tables")()) do assert.truthy(page_of(name):find "client:", name) end
  end)

  it("tells of every option that a method takes", function()
    local options = require("aliota.help.option_tables")()
    for _, home in ipairs {
      "listing.listing_options", "watch.watch_options", "plan.plan_options", "rollout.wave_options",
    } do
      for _, set in pairs(require("aliota." .. home)) do
        for name in pairs(set) do assert.truthy(options[name], name) end
      end
    end
    for _, set in ipairs {require "aliota.util.limit_options", require("aliota.plan.gate_options").WAIT} do
      for name in pairs(set) do assert.truthy(options[name], name) end
    end
  end)

  it("finds a name whatever its case, and a type by its last word", function()
    assert.equal(page_of "iterator", page_of "Iterator")
    assert.equal(page_of "aliota.Task", page_of "task")
    assert.equal(page_of "aliota.Coverage", page_of "Coverage")
    assert.equal(page_of "JobId", page_of "jobid")
    assert.equal(page_of "Tasks", page_of "tasks")
  end)

  it("names every cause that a reason has", function()
    local page = page_of "aliota.filter.reason":gsub("\n%-%- ", " ")
    for cause in pairs(require("aliota.api.reason").CAUSES) do
      assert.truthy(page:find('"' .. cause .. '"', 1, true), cause)
    end
  end)

  it("is printed, in a script, too", function()
    local printed_text = require("spec.support.shell").run(
      require("spec.support.interpreter") .. " -e 'require(\"aliota\").help \"err\"'")
    assert.truthy(printed_text:find "^%-%- aliota.Error\n", printed_text)
  end)

  it("loses nothing of a remark that is too long to stand beside its line", function()
    local page = at_width(60, function() return page_of "client" end)
    assert.is_nil(page:find "…\n")
    assert.truthy(page:gsub("\n *%-%- ", " "):find "devices of a batch, however many names there are", page)
  end)

  it("suggests what has the word in it, or is near", function()
    for topic, expected in pairs {
      retr = '; there are .*plan_retry', zzz = "^help: there is nothing on \"zzz\"$", tusks = 'did you mean "tasks"',
    } do
      local _, message = help.on(topic)
      assert.truthy(("help: " .. tostring(message)):find(expected), message)
    end
  end)

  it("says when there is nothing, at the caller's line", function()
    assert.has_error(function() aliota.help "tusks" end, 'help: there is nothing on "tusks"; did you mean "tasks"?')
    assert.has_error(function() aliota.help(7) end, "help: a name or a function expected, not a number")
    assert.has_error(function() aliota.help(print) end, "help: there is nothing on this function")
  end)
end)
