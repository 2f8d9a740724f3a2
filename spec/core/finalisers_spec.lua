-- Any allocation may run finalisers, and a finaliser may do anything with what a C function of the core has in hand.
-- Each of these runs in a Lua state of its own, where the collector has little to do and so can run all the time. It
-- ends right or with an error in words; what else it does, the sanitised build sees.
local native = require "native"
local stub = require "spec.support.stub"

local PROLOGUE = [[
local core, storm = require "aliota.core", require("spec.support.finalisers").storm


-- Disturbs `run` as often as asked. Its result must be what `is_right` takes, or an error that `words` are part of.
local function try(times, disturb, run, is_right, words)
  for _ = 1, times do
    local ok, result = storm(disturb, run)
    if ok then assert(is_right(result), "a wrong result") else assert(tostring(result):find(words, 1, true), result) end
  end
end

local function empty(t) for key in pairs(t) do t[key] = nil end end
local function finalise(object) getmetatable(object).__gc(object) end
]]

local function in_a_storm(script, ...)
  native.in_state(PROLOGUE .. script:format(...))
end

describe("aliota.core, when finalisers interfere,", function()
  local server
  setup(function()
    local lines = {"X-Many: 0"}
    for i = 1, 20 do lines[#lines + 1] = ("X-%d: %s\r\nX-Many: %d"):format(i, ("v"):rep(50), i) end
    server = stub.start {["/headers"] = stub.answer(200, ("body"):rep(500), lines)}
  end)
  teardown(function() server:stop() end)

  it("hands a result out once, and whole", function()
    in_a_storm([[
      local http = core.http.new()
      local function done()
        local transfer = http:queue {url = "%s/headers"}
        while not transfer:done() do http:wait(1) http:step() end
        return transfer
      end
      local function is_whole(answer)
        for i = 1, 20 do if answer.headers["x-" .. i] ~= ("v"):rep(50) then return false end end
        return answer.status == 200 and answer.body == ("body"):rep(500) and answer.headers["x-many"]:find "^0, 1, 2, .* 20$"
      end
      for _, with in ipairs {finalise, function(transfer) transfer:result() end, function(transfer) transfer:cancel() end,
        function() http:close() http = core.http.new() end} do
        local transfer = done()
        try(1, function() with(transfer) end, function() return transfer:result() end, is_whole, "already taken")
      end
      -- Where the first allocation disturbs nobody, the disturbed one has the result.
      local transfer, calls = done(), 0
      try(1, function() calls = calls + 1 if calls > 1 then finalise(transfer) end end,
        function() return transfer:result() end, is_whole, "already taken")
    ]], server.endpoint)
  end)

  it("tells a failure once", function()
    in_a_storm [[
      local http = core.http.new()
      for _, with in ipairs {finalise, function(transfer) transfer:result() end} do
        local transfer = http:queue {url = "http://127.0.0.1:1/"}
        while not transfer:done() do http:wait(1) http:step() end
        try(1, function() with(transfer) end, function() return (select(2, transfer:result())) end,
          function(failure) return failure.category == "network" end, "already taken")
      end
    ]]
  end)

  it("signs what it was given, or says that this changed", function()
    in_a_storm [[
      local function filled(t)
        for i = 1, 30 do t["name-" .. i] = ("value-" .. i):rep(20) end
        return t
      end
      local v1 = core.sign.v1("POST", filled {}, "secret")
      local v3 = core.sign.v3("POST", "/", filled {}, filled {}, "hash", "secret")
      local v1_empty = core.sign.v1("POST", {}, "secret")
      local params, headers
      for _, delay in ipairs {0, 1, 2, 3, 5, 8} do
        local calls
        local function late()
          calls = calls + 1
          if calls > delay then empty(params) empty(headers) end
        end
        try(1, late, function() calls, params, headers = 0, filled {}, {} return (core.sign.v1("POST", params, "secret")) end,
          function(signature) return signature == v1 or signature == v1_empty end, "changed meanwhile")
        try(1, late, function()
          calls, params, headers = 0, filled {}, filled {}
          return (core.sign.v3("POST", "/", params, headers, "hash", "secret"))
        end, function(signature) return #signature == #v3 end, "changed meanwhile")
      end
    ]]
  end)

  it("dumps and loads sets that were at some time", function()
    in_a_storm [[
      local fingerprints = core.fingerprints
      local function set_of(count)
        local set = fingerprints.new()
        for i = 1, count do set:add(i) end
        return set
      end
      local before, set = set_of(48):dump(), set_of(48) -- as many as fit before it has to grow
      local added = 0
      try(20, function()
        added = added + 1
        for i = 1, 60 do set:add(added .. "-" .. i) end
      end, function() return set:dump() end, function(dump)
        return added == 0 and dump == before or #fingerprints.load(dump) %% 60 == 48
      end, "")
      try(1, function() finalise(set) end, function() return set:dump() end, function(dump) return #dump > 0 end,
        "the set was collected")
      local dump, except = set_of(1000):dump(), set_of(900)
      try(10, function()
        for i = 901, 990 do except:add(i) end
      end, function() return #fingerprints.load(dump, except) end,
        function(count) return count == 100 or count == 10 end, "")
      try(2, function() finalise(except) end, function() return #fingerprints.load(dump, except) end,
        function(count) return count == 10 end, "the set was collected")
    ]]
  end)

  it("keeps new rows, or less of them if they go away", function()
    in_a_storm [[
      local rows, set = {}, core.fingerprints.new()
      try(3, function() empty(rows) end, function()
        for i = 1, 100 do rows[i] = {id = "id-" .. i} end
        local ids = core.fingerprints.of(rows, "id")
        return ids and #rows == 100 and set:keep_new(rows, ids) or 0
      end, function(taken) return taken >= 0 end, "as many ids as rows expected")
    ]]
  end)

  it("decodes JSON, whatever becomes of its dress", function()
    in_a_storm [[
      local rows = {}
      for i = 1, 10 do rows[i] = ('{"id":"id-%%d","status":"S%%d","text":"a\\n%%d"}'):format(i, i, i) end
      local text = '{"rows":[' .. table.concat(rows, ",") .. "]}"
      local dress
      local function new_dress()
        dress = {path = {"rows"}, id = "id", metatable = {}, values = {status = setmetatable({}, {
          __index = function(_, key) return key:lower() end})}}
        return dress
      end
      try(3, function() empty(dress.values) empty(dress.path) empty(dress.metatable) empty(dress) end, function()
        return core.json.decode(text, true, new_dress())
      end, function(value) return #value.rows == 10 and value.rows[10].text == "a\n10" end, "nil")
    ]]
  end)

  it("queues nothing where there is no Http any more", function()
    in_a_storm([[
      local http, transfer
      for _, delay in ipairs {0, 1, 2, 4} do
        local calls
        try(1, function() calls = calls + 1 if calls > delay then http:close() end end, function()
          calls, http = 0, core.http.new()
          transfer = http:queue {url = "%s/headers", headers = {"A: b"}, body = "x"}
          return true
        end, function()
          http:close()
          return select(2, transfer:result()).category == "cancelled"
        end, "http is closed")
      end
    ]], server.endpoint)
  end)
end)
