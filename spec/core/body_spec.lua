local core = require "aliota.core"
local native = require "native"
local stub = require "spec.support.stub"

local decode = core.json.decode

local function await(http, transfer)
  for _ = 1, 1200 do -- waits of a minute, where nothing moves
    if transfer:done() then return transfer:result(true) end
    http:wait(0.05)
    http:step()
  end
  error "the transfer is never done"
end

-- An array of so many numbers, as JSON.
local function array(count)
  local numbers = {}
  for i = 1, count do numbers[i] = i end
  return "[" .. table.concat(numbers, ",") .. "]"
end

-- Fails unless it is that array; assert.same takes longer for one than all else here.
local function check_array(count, value)
  assert.equal(count, #value)
  for i = 1, count do
    if value[i] ~= i then error(("%s instead of %d"):format(tostring(value[i]), i)) end
  end
end

local SIZES = {0, 1, 5000, 20, 40000, 7000, 3, 60000, 12000, 40000, 1, 30000, 90000, 2, 100, 40000, 0, 200000, 7, 9000}

describe("core's body of an answer", function()
  local server, http
  setup(function()
    local routes = {
      ["/rows"] = stub.answer(200, '{"list": [{"id": "a"}, {"id": "b"}]}'), ["/empty"] = stub.answer(200, ""),
      ["/broken"] = stub.answer(200, '{"a": "\255"}'), ["/nul"] = stub.answer(200, "[1]\0"),
      ["/cut"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n[1, 2", close = true},
      ["/unannounced"] = {raw = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" .. array(30000), close = true},
      ["/hang"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n[1, 2", hang = true},
    }
    for i, size in ipairs(SIZES) do routes["/" .. i] = stub.answer(200, array(size)) end
    server = stub.start(routes)
  end)
  teardown(function() server:stop() end)
  before_each(function() http = core.http.new() end)
  after_each(function() http:close() end)

  local function get(path) return await(http, http:queue {url = server.endpoint .. path}) end

  it("is read where it is, and again", function()
    local body = get("/rows").body
    assert.same({list = {{id = "a"}, {id = "b"}}}, decode(body))
    local schema = {path = {"list"}, id = "id", metatable = {}, values = {}}
    local rows, ids = decode(body, true, schema)
    assert.equal(schema.metatable, getmetatable(rows.list[1]))
    assert.equal(16, #ids)
    assert.equal('{"list": [{"id": "a"}, {"id": "b"}]}', tostring(body))
    assert.equal(36, #body)
    assert.equal('{"li', body:head(4))
    assert.equal(tostring(body), body:head(1000))
    assert.equal("", body:head(0))
  end)

  it("is judged like a string of the same bytes", function()
    for path, text in pairs {["/broken"] = '{"a": "\255"}', ["/nul"] = "[1]\0", ["/empty"] = ""} do
      local body = get(path).body
      assert.equal(text, tostring(body))
      assert.same({decode(text)}, {decode(body)})
      assert.same({decode(text, nil, nil, true)}, {decode(body, nil, nil, true)})
    end
  end)

  it("is whole whatever size those before it had", function()
    for i, size in ipairs(SIZES) do
      local body = get("/" .. i).body
      check_array(size, decode(body))
      body:close()
    end
  end)

  it("is whole though others are given up and collected in between", function()
    for i in ipairs(SIZES) do
      get("/" .. i) -- a Body that nobody closes
      http:queue {url = server.endpoint .. "/hang"}
      http:step()
      local transfer = http:queue {url = server.endpoint .. "/" .. i}
      http:step()
      collectgarbage()
      check_array(SIZES[i], decode(await(http, transfer).body))
      collectgarbage()
    end
  end)

  it("is its own while others come", function()
    local bodies = {}
    for i = 1, #SIZES do bodies[i] = get("/" .. i).body end
    for i, size in ipairs(SIZES) do check_array(size, decode(bodies[i])) end
  end)

  it("needs no length that was announced", function()
    check_array(30000, decode(get("/unannounced").body))
  end)

  it("is no body of an answer that broke off, or was cancelled", function()
    for _ = 1, 3 do
      local answer, failure = get "/cut"
      assert.same({nil, "network"}, {answer, failure.category})
      local transfer = http:queue {url = server.endpoint .. "/hang"}
      for _ = 1, 5 do
        http:wait(0.05)
        http:step()
      end
      transfer:cancel()
      assert.equal("cancelled", select(2, transfer:result(true)).category)
      check_array(5000, decode(get("/3").body))
    end
  end)

  it("closes once, and is of no use then", function()
    local body = get("/rows").body
    body:close()
    body:close()
    for _, use in ipairs {tostring, decode, function(b) return #b end, function(b) return b:head(1) end} do
      local ok, problem = pcall(use, body)
      assert.is_false(ok)
      assert.truthy(problem:find("the body is closed", 1, true), problem)
    end
  end)

  it("outlives its Http", function()
    local body = get("/rows").body
    http:close()
    assert.equal("a", decode(body).list[1].id)
    body:close()
    http = core.http.new()
    assert.equal("a", decode(get("/rows").body).list[1].id)
  end)

  it("is a forked process's own", function()
    local body = get("/rows").body
    get("/5").body:close()
    assert.equal(0, native.in_child(function()
      local numbers = decode(get("/5").body)
      local rows = decode(body)
      body:close()
      return #numbers == 40000 and rows.list[1].id == "a"
    end))
    assert.equal("a", decode(body).list[1].id)
    check_array(40000, decode(get("/5").body))
  end)

  it("refuses what makes no sense", function()
    local body = get("/rows").body
    assert.has_error(function() body:head() end)
    assert.has_error(function() body:head(-1) end)
    assert.has_error(function() body.head({}, 1) end)
  end)
end)
