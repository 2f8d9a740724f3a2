-- Any allocation may run finalisers, and a finaliser may do anything with what a C function of the core has in hand.
-- Each of these runs in a Lua state of its own, where the collector has little to do and so can run all the time. It
-- ends right or with an error in words; what else it does, the sanitised build sees.
local native = require "native"
local stub = require "spec.support.stub"

local PROLOGUE = [[
local core, storm = require "aliota.core", require("spec.support.finalisers").storm
local url = "%s/headers"

-- Disturbs from the first time on that the collector runs, from the second on, and so forth. `prepare` makes what
-- disturbs, and what is disturbed: its result must please `is_right`, or be an error that `words` are part of.
local function try(prepare, is_right, words)
  for spared = 0, 12 do
    local disturb, run = prepare()
    local ok, result = storm(spared, disturb, run)
    if ok then assert(is_right(result), "a wrong result") else assert(tostring(result):find(words, 1, true), result) end
  end
end

local function empty(t) for key in pairs(t) do t[key] = nil end end
local function finalise(object) getmetatable(object).__gc(object) end
]]

describe("aliota.core, when finalisers interfere,", function()
  local server
  setup(function()
    local lines = {"X-Many: 0"}
    for i = 1, 20 do lines[#lines + 1] = ("X-%d: %s\r\nX-Many: %d"):format(i, ("v"):rep(50), i) end
    server = stub.start {["/headers"] = stub.answer(200, ("body"):rep(500), lines)}
  end)
  teardown(function() server:stop() end)

  local function in_a_storm(script) native.in_state(PROLOGUE:format(server.endpoint) .. script) end

  it("hands a result out once, and whole", function()
    in_a_storm [[
      local function is_whole(answer)
        for i = 1, 20 do if answer.headers["x-" .. i] ~= ("v"):rep(50) then return false end end
        return answer.status == 200 and answer.body == ("body"):rep(500)
          and answer.headers["x-many"]:find "^0, 1, 2, .* 20$"
      end
      for _, with in ipairs {
        function(transfer) finalise(transfer) end,
        function(transfer) transfer:result() end,
        function(transfer) transfer:cancel() end,
        function(_, http) http:close() end,
      } do
        try(function()
          local http = core.http.new()
          local transfer = http:queue {url = url}
          while not transfer:done() do http:wait(1) http:step() end
          return function() with(transfer, http) end, function() return transfer:result() end
        end, is_whole, "already taken")
      end
    ]]
  end)

  it("reads a body to its end, whatever closes it meanwhile", function()
    in_a_storm [[
      local text = ("body"):rep(500)
      for _, with in ipairs {
        function(body) body:close() end, finalise, function(_, http) http:close() end,
        function(body) pcall(tostring, body) end,
      } do
        for _, read in ipairs {
          tostring, function(body) return body:head(5000) end,
          function(body)
            local value, problem = core.json.decode(body)
            return value == nil and problem == "value expected at byte 1" and text
          end,
        } do
          try(function()
            local http = core.http.new()
            local transfer = http:queue {url = url}
            while not transfer:done() do http:wait(1) http:step() end
            local body = transfer:result(true).body
            return function() with(body, http) end, function() return read(body) end
          end, function(result) return result == text end, "the body is closed")
        end
      end
    ]]
  end)

  it("tells a failure once", function()
    in_a_storm [[
      for _, with in ipairs {finalise, function(transfer) transfer:result() end} do
        try(function()
          local http = core.http.new()
          local transfer = http:queue {url = "http://127.0.0.1:1/"}
          while not transfer:done() do http:wait(1) http:step() end
          return function() with(transfer) end, function() return (select(2, transfer:result())) end
        end, function(failure) return failure.category == "network" end, "already taken")
      end
    ]]
  end)

  it("signs what it was given, or says that this changed", function()
    in_a_storm [[
      local function filled()
        local t = {}
        for i = 1, 30 do t["name-" .. i] = ("value-" .. i):rep(20) end
        return t
      end
      local expected = {
        v1 = {[core.sign.v1("POST", filled(), "secret")] = true, [core.sign.v1("POST", {}, "secret")] = true}, v3 = {},
      }
      for _, params in ipairs {filled(), {}} do
        for _, headers in ipairs {filled(), {}} do
          expected.v3[core.sign.v3("POST", "/", params, headers, "hash", "secret")] = true
        end
      end
      try(function()
        local params = filled()
        return function() empty(params) end, function() return (core.sign.v1("POST", params, "secret")) end
      end, function(signature) return expected.v1[signature] end, "changed meanwhile")
      try(function()
        local params, headers = filled(), filled()
        return function() empty(params) empty(headers) end,
          function() return (core.sign.v3("POST", "/", params, headers, "hash", "secret")) end
      end, function(signature) return expected.v3[signature] end, "changed meanwhile")
    ]]
  end)

  it("dumps and loads sets as they were at some time", function()
    in_a_storm [[
      local fingerprints = core.fingerprints
      local function set_of(count)
        local set = fingerprints.new()
        for i = 1, count do set:add(i) end
        return set
      end
      try(function()
        local set, added = set_of(48), 0 -- as many as fit before it has to grow
        return function()
          added = added + 1
          for i = 1, 60 do set:add(added .. "-" .. i) end
        end, function() return set:dump() end
      end, function(dump) return #fingerprints.load(dump) % 60 == 48 end, "never")
      try(function()
        local set = set_of(48)
        return function() finalise(set) end, function() return set:dump() end
      end, function(dump) return #fingerprints.load(dump) == 48 end, "the set was collected")
      local dump = set_of(1000):dump()
      try(function()
        local except = set_of(900)
        return function() for i = 901, 990 do except:add(i) end end,
          function() return #fingerprints.load(dump, except) end
      end, function(count) return count == 100 or count == 10 end, "never")
      try(function()
        local except = set_of(900)
        return function() finalise(except) end, function() return #fingerprints.load(dump, except) end
      end, function(count) return count == 100 end, "the set was collected")
    ]]
  end)

  it("keeps new rows, and misses those that went away", function()
    in_a_storm [[
      try(function()
        local rows, set = {}, core.fingerprints.new()
        for i = 1, 100 do rows[i] = {id = "id-" .. i} end
        return function() empty(rows) end, function()
          local ids, missing = core.fingerprints.of(rows, "id")
          return ids and set:keep_new(rows, ids) or missing
        end
      end, function(taken) return taken == 0 or taken == 1 end, "as many ids as rows expected")
    ]]
  end)

  it("decodes JSON, whatever becomes of its row schema", function()
    in_a_storm [[
      local rows = {}
      for i = 1, 10 do rows[i] = ('{"id":"id-%d","status":"S%d","text":"a\\n%d"}'):format(i, i, i) end
      local text = '{"rows":[' .. table.concat(rows, ",") .. "]}"
      try(function()
        local lower = setmetatable({}, {__index = function(_, key) return key:lower() end})
        local schema = {path = {"rows"}, id = "id", metatable = {}, values = {status = lower}}
        return function() for _, part in ipairs {schema.values, schema.path, schema.metatable} do empty(part) end end,
          function() return core.json.decode(text, true, schema) end
      end, function(value) return #value.rows == 10 and value.rows[10].text == "a\n10" end, "nil")
    ]]
  end)

  it("queues nothing where there is no Http any more", function()
    in_a_storm [[
      local http
      try(function()
        http = core.http.new()
        return function() http:close() end, function() return http:queue {url = url, headers = {"A: b"}, body = "x"} end
      end, function(transfer)
        http:close()
        return select(2, transfer:result()).category == "cancelled"
      end, "http is closed")
    ]]
  end)
end)
