-- The definitions for editors, held against the module as it runs, and against what `make types` writes.
local aliota = require "aliota"
local generate = require "tools.types.generate"
local manual = require "spec.support.manual"
local manual_tables = require "tools.types.manual_tables"
local operations = require "aliota.api.operations"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local sources = require "tools.types.sources"
local type_syntax = require "aliota.help.type_syntax"

local DEFINITIONS = "types/aliota.lua"

-- As an editor reads it: what is in the file, not what it was made of.
local defined = sources.read {DEFINITIONS}

local function names_of(list)
  local names = {}
  for _, item in ipairs(list) do names[item.name] = true end
  return names
end

-- The members of a type, and of those that it inherits from.
local function members_of(name)
  local members = {}
  local function add(class)
    for _, f in ipairs(class.functions) do members[f.name] = true end
    for _, field in ipairs(class.fields) do members[field.name] = true end
    for _, parent in ipairs(class.parents) do add(defined[parent]) end
  end
  add(assert(defined[name], name))
  return members
end

-- The names that a value has and its type does not, without those that are the library's own business.
local function missing(value, name, own)
  local members, found = members_of(name), {}
  for key in pairs(value) do
    local is_public = type(key) == "string" and not key:find "^__" and not (own or {})[key]
    if is_public and not members[key] then found[#found + 1] = name .. "." .. key end
  end
  table.sort(found)
  return found
end

local function set(...)
  local found = {}
  for _, name in ipairs {...} do found[name] = true end
  return found
end

local function checked_files(files)
  for path, text in pairs(files) do assert.is_true(text == manual.text(path), path .. ": run make types") end
end

describe("make types", function()
  local declared = generate.declared()

  it("has written the definitions that there are, and no others", function()
    local files = generate.definitions(declared)
    checked_files(files)
    for path in shell.run "find types -type f":gmatch "[^\n]+" do assert.truthy(files[path], path) end
  end)

  it("has written the tables of the manual that tell what types say", function()
    local pages = manual_tables.pages(declared)
    checked_files(pages)
    local marked = shell.run "grep -lE '^<!-- (options|events): ' docs/*.md"
    for path in marked:gmatch "[^\n]+" do assert.truthy(pages[path], path) end
    assert.truthy(pages["docs/calls.md"]:find "\n| `retries` | 5 | attempts of one call after the first |\n")
  end)

  -- What a file holds is no annotation for this reader alone: it raises where one is not well-formed.
  local function problem_with(...)
    local path = os.tmpname()
    local file = assert(io.open(path, "w"))
    file:write(table.concat({...}, "\n"), "\n")
    file:close()
    local ok, problem = pcall(sources.read, {path})
    os.remove(path)
    return not ok and problem:gsub("^[^:]+:", "") or nil
  end

  it("refuses what is no annotation, with its place", function()
    assert.is_nil(problem_with("---@class A", "---@field b string  c"))
    assert.equal('3: a type expected at "|", in "|"', problem_with("---@class A", "---@field b |"))
    assert.equal('3: a name and a type expected, in "b"', problem_with("---@class A", "---@field b"))
    assert.equal("4: the argument b has no @param",
      problem_with("---@class A", "local a = {}", "--- Does.", "function a.x(b) end"))
    assert.equal("5: there is no argument c",
      problem_with("---@class A", "local a = {}", "--- Does.", "---@param c string", "function a.x() end"))
    assert.equal("4: A is declared twice", problem_with("---@class A", "", "---@class A"))
  end)

  it("refuses a type that tells of one that there is not", function()
    local definitions = require "tools.types.definitions"
    local one = sources.new {name = "A", names = {"string", "T", "Bee"}}
    assert.same({"A tells of Bee, which is no type"}, select(2, definitions.reachable({A = one}, {"A"})))
  end)
end)

describe(DEFINITIONS, function()
  local service, client, job_id
  setup(function()
    service = assert(sandbox.start {devices = 60})
    client = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false,
    }
    job_id = service.job_id
  end)
  teardown(function() service:stop() end)

  it("is Lua, and is no module of the rock", function()
    for path in shell.run "find types -type f":gmatch "[^\n]+" do assert(loadfile(path)) end
    assert.is_nil(manual.text "aliota-scm-1.rockspec":find '"types/', 1, true)
    assert.truthy(manual.text "aliota-scm-1.rockspec":find 'copy_directories = {[^}]*"types"[^}]*}')
  end)

  it("tells of no type that is not defined", function()
    for name, class in pairs(defined) do
      for _, other in ipairs(class.names) do
        assert.truthy(defined[other] or type_syntax.BUILT_IN[other] or #other == 1, name .. " tells of " .. other)
      end
    end
  end)

  it("has every function of the modules, and no other", function()
    for module, type_name in pairs(generate.MODULES) do
      local class = defined[type_name]
      local there, value = pcall(require, module)
      if class and there and module ~= "aliota.core" and type_name ~= "aliota.Loop" then
        assert.same({}, missing(value, type_name))
        for _, f in ipairs(class.functions) do assert.equal("function", type(value[f.name]), f.name) end
      end
    end
    assert.same({}, missing(aliota, "aliota"))
    for _, f in ipairs(defined.aliota.functions) do assert.equal("function", type(aliota[f.name]), f.name) end
    for _, part in ipairs {"filter", "report", "sandbox", "write"} do assert.truthy(members_of("aliota")[part]) end
    assert.same({}, missing(require("aliota.core").sign, "aliota.core.Sign"))
  end)

  it("has every function that there is help on, with its parameters", function()
    local OF_GROUP = {
      aliota = "aliota", client = "aliota.Client", iterator = "aliota.Iterator", explanation = "aliota.Explanation",
      filter = "aliota.filter", report = "aliota.report", write = "aliota.write",
    }
    for _, group in ipairs(require "aliota.help.entries"()) do
      local of_name = {}
      for _, f in ipairs(defined[OF_GROUP[group.name]].functions) do of_name[f.name] = f end
      for _, entry in ipairs(group.entries) do
        assert.equal(entry.doc.arguments, "(" .. table.concat(of_name[entry.name].arguments, ", ") .. ")", entry.shown)
      end
    end
  end)

  it("has a method for each operation, with its parameters as they are checked", function()
    local methods = names_of(defined["aliota.Client"].functions)
    for action, row in pairs(operations) do
      assert.is_true(methods[row.method_name], action)
      local fields = {}
      for _, field in ipairs(defined["aliota." .. action .. "Params"].fields) do fields[field.name] = field.type end
      for name, spec in pairs(row.params) do
        assert.equal(not spec.required, fields[name]:find "|nil$" ~= nil, action .. "." .. name)
        for value in pairs(spec.values or {}) do
          local literal = type(value) == "string" and ("%q"):format(value) or tostring(value)
          assert.truthy(fields[name]:find(literal, 1, true), action .. "." .. name .. " lacks " .. literal)
        end
        fields[name] = nil
      end
      assert.same({}, fields)
      assert.truthy(defined["aliota." .. action .. "Answer"].fields[1])
    end
  end)

  it("has the fields of answers as the vendor describes them", function()
    local answer = assert(client:list_ota_task_by_job {JobId = job_id})
    assert.same({}, missing(answer, "aliota.ListOTATaskByJobAnswer"))
    assert.same({}, missing(answer.Data.SimpleOTATaskInfo[1], "aliota.ListOTATaskByJobSimpleOTATaskInfo"))
    assert.same({}, missing(client:query_ota_job({JobId = job_id}).Data, "aliota.QueryOTAJobData"))
  end)

  -- What methods take, by their types; plan_cancel, whose type is what it takes in any of its ways, has more.
  it("has what methods take, option by option", function()
    local takes = require("aliota.help.takes").METHODS
    for _, f in ipairs(defined["aliota.Client"].functions) do
      local taken = takes[f.name]
      local params = taken and f.params[#f.params].type:match "aliota%.%u%w*Params" or taken and "aliota.LimitOptions"
      if params then
        local known, members = {}, members_of(params)
        for name in pairs(taken) do known[name] = true end
        assert.same(known, members, f.name)
      end
    end
  end)

  local SETS = {
    ["aliota.LimitOptions"] = function() return require "aliota.util.limit_options" end,
    ["aliota.WaitLimits"] = function() return require("aliota.watch.gate").FIGURES end,
    ["aliota.sandbox.Options"] = function() return require("aliota.sandbox.switches").names() end,
  }
  for format, class in pairs {
    csv = "Csv", html = "Html", json = "Json", markdown = "Markdown", ndjson = "Ndjson", prometheus = "Prometheus",
    table = "Table",
  } do
    SETS["aliota.write." .. class .. "Options"] = function() return require("aliota.write." .. format).options end
  end

  for name, options in pairs(SETS) do
    it("has the options of " .. name, function()
      local known = {}
      for option in pairs(options()) do known[option] = true end
      assert.same(known, members_of(name))
    end)
  end

  it("has the options of each report", function()
    for _, f in ipairs(defined["aliota.report"].functions) do
      local there, kind = pcall(require, "aliota.report." .. f.name)
      local param = there and type(kind) == "table" and kind.options and f.params[2]
      if param then
        local known, told = {}, {}
        for name in pairs(kind.options) do known[name] = true end
        for name in param.type:gmatch "([%w_]+):" do told[name] = true end
        assert.same(known, told, f.name)
      end
    end
  end)

  -- Where the options are nobody else's to see, whether there is one is told by who takes them.
  local NO_VALUE = coroutine.create(function() end)

  local function refused(call, name, option)
    local ok, message = pcall(call, {[option] = NO_VALUE})
    assert.is_false(ok, name .. "." .. option)
    return message:find("there is no option", 1, true) ~= nil
  end

  it("has the options of aliota.new, quotas and renderings, and no others", function()
    local report = aliota.report.summary {}
    for name, call in pairs {
      ["aliota.Options"] = aliota.new, ["aliota.quota.redis.Options"] = require("aliota.quota.redis").new,
      ["aliota.RenderOptions"] = function(options) return report:render(options) end,
    } do
      for option in pairs(members_of(name)) do assert.is_false(refused(call, name, option), name .. "." .. option) end
      assert.is_true(refused(call, name, "nonsense"))
    end
  end)

  it("has all that values have", function()
    local tasks, plan = client:tasks(job_id), client:plan_retry(job_id)
    local task, page = tasks:first(), client:pages(job_id):first()
    local verdict = client:wait {JobId = job_id, timeout = 1, interval = 1}
    local _, err = client:job "nonsense"
    local reports = aliota.report.many(client:tasks(job_id), {
      summary = true, reasons = true, versions = true, stuck = true, timeline = true, eta = true,
    })
    local values = {
      ["aliota.Task"] = task, ["aliota.Page"] = page, ["aliota.Coverage"] = tasks.coverage, ["aliota.Error"] = err,
      ["aliota.Counts"] = client:summary(job_id), ["aliota.Job"] = client:job(job_id), ["aliota.Verdict"] = verdict,
      ["aliota.PlanItem"] = plan.items[1], ["aliota.PlanCalls"] = plan:calls()[1],
      ["aliota.Board"] = client:board(job_id), ["aliota.BatchLine"] = client:board(job_id).lines[1],
      ["aliota.Versions"] = aliota.versions(), ["aliota.FilterPlan"] = aliota.filter.plan {TaskStatus = "FAILED"},
      ["aliota.Comparison"] = aliota.report.compare(client:tasks(job_id), client:tasks(job_id)),
      ["aliota.Diff"] = aliota.report.diff(client:tasks(job_id), client:tasks(job_id)),
      ["aliota.Reports"] = reports, ["aliota.Summary"] = reports.summary, ["aliota.Reasons"] = reports.reasons,
      ["aliota.Reason"] = reports.reasons.reasons[1], ["aliota.VersionReport"] = reports.versions,
      ["aliota.Version"] = reports.versions.versions[1], ["aliota.Stuck"] = reports.stuck,
      ["aliota.Timeline"] = reports.timeline, ["aliota.Eta"] = reports.eta,
    }
    local all = {}
    for name, value in pairs(values) do
      for _, lacking in ipairs(missing(value, name)) do all[#all + 1] = lacking end
    end
    assert.same({}, all)
    local fields = {}
    for name in pairs(require("aliota.api.task").types) do fields[name] = true end
    assert.same(fields, members_of "aliota.Task")
    assert.same(fields, members_of "aliota.WantedFields")
  end)

  -- Functions that a class has for the library itself.
  local OWN = {
    ["aliota.Iterator"] = set("new", "of_arrays", "finish", "used_up"),
    ["aliota.Plan"] = set(), ["aliota.Client"] = set(), ["aliota.Canceller"] = set(),
    ["aliota.sandbox.Service"] = set(),
  }

  it("has all methods of objects", function()
    local objects = {
      ["aliota.Iterator"] = require "aliota.listing.iterator", ["aliota.Client"] = getmetatable(client),
      ["aliota.Plan"] = getmetatable(client:plan_retry(job_id)),
      ["aliota.Canceller"] = getmetatable(aliota.canceller()), ["aliota.sandbox.Service"] = getmetatable(service),
    }
    for name, class in pairs(objects) do assert.same({}, missing(class, name, OWN[name])) end
    assert.is_true(members_of("aliota.Follow").snapshot)
  end)

  it("has every event that a client tells of, by its type", function()
    local told, known = {}, {}
    local text = shell.run "cat $(find lua/aliota -name '*.lua' | grep -vE 'aliota/(sandbox|quota)/')"
    for event in text:gmatch 'tell%("(%l+)"' do told[event] = true end
    for name in defined["aliota.AnyEvent"].type:gmatch "aliota%.%u%w+" do
      for _, field in ipairs(defined[name].fields) do
        if field.name == "type" then known[field.type:match '"(%l+)"'] = true end
      end
    end
    assert.same(told, known)
  end)

  it("has in its events what is told", function()
    local of_type = {}
    for name in defined["aliota.AnyEvent"].type:gmatch "aliota%.%u%w+" do
      for _, field in ipairs(defined[name].fields) do
        if field.name == "type" then of_type[field.type:match '"(%l+)"'] = name end
      end
    end
    local told = {}
    local listener = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false,
      on_event = function(event)
        told[event.type] = true
        assert.same({}, missing(event, of_type[event.type]))
      end,
    }
    listener:tasks(job_id):count()
    listener:wait {JobId = job_id, timeout = 1}
    listener:plan_retry(job_id):apply()
    for _, name in ipairs {"request", "response", "page", "coverage", "look", "plan"} do
      assert.is_true(told[name], name)
    end
  end)
end)
