local chaos = require "aliota.sandbox.chaos"
local cqueues = require "cqueues"
local errno = require "cqueues.errno"

local http = require "spec.support.http"
local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"
local wire = require "aliota.sandbox.chaos.wire"

-- Exchanges one signed request for bytes, with one kind of chaos.
local function answer(kind, setting)
  local bytes, why
  local box = support.new({chaos = {[kind] = setting or {}}})
  http.serve(box, function(port) bytes, why = http.exchange(port, http.wire(signer.v3())) end)
  assert.equal(1, box.counters.by_code.Success)
  return bytes, why
end

local function split(bytes)
  local head, body = bytes:match("^(.-\r\n)\r\n(.*)$")
  return body, tonumber(head:match("content%-length: (%d+)"))
end

describe("chaos, wire", function()
  it("draws delays from distributions", function()
    local function seconds(distribution, fraction)
      return wire.latency({distribution = distribution, fraction = fraction, ms = 100, max_ms = 10000})
    end
    assert.same({0.1, 0.1}, {seconds("fixed", 0), seconds("fixed", 0.99)})
    assert.same({0.1, 5.05}, {seconds("uniform", 0), seconds("uniform", 0.5)})
    assert.equal(0.1, seconds("long_tail", 0))
    assert.is_true(seconds("long_tail", 0.5) < 0.2)
    assert.equal(10, seconds("long_tail", 0.9999999))
  end)

  it("keeps requests on their way for up to the jitter, each as long as by its draw, apart from the answer", function()
    local struck, least, most, draws = chaos.new(1, {latency = {ms = 10, jitter = 200}}), math.huge, 0, {}
    for number = 1, 400 do
      local strike = struck:strike().latency
      wire.travel(strike, function(seconds) draws[number] = seconds end)
      least, most = math.min(least, draws[number]), math.max(most, draws[number])
      assert.equal(0.01, wire.latency(strike))
    end
    assert.is_true(least >= 0 and least < 0.002 and most > 0.198 and most < 0.2)
    local again = chaos.new(1, {latency = {jitter = 200}})
    for number = 1, 400 do
      wire.travel(again:strike().latency, function(seconds) assert.equal(draws[number], seconds) end)
    end
    wire.travel(chaos.new(1, {latency = {ms = 10}}):strike().latency, function() error "nothing is to wait for" end)
  end)

  it("delays an answer", function()
    local before = cqueues.monotime()
    answer("latency", {ms = 30})
    assert.is_true(cqueues.monotime() - before >= 0.03)
  end)

  it("breaks off before, in and after the body", function()
    local before = answer("reset_before")
    assert.equal("", before)
    local body, announced = split((answer("reset_in_body")))
    assert.is_true(#body > 0 and #body < announced)
    body, announced = split((answer("reset_after")))
    assert.equal(announced, #body)
  end)

  it("announces more than it sends", function()
    local body, announced = split((answer("truncated_wrong_length")))
    assert.is_true(#body > 0 and #body < announced)
  end)

  it("sends little by little", function()
    local body, announced = split((answer("trickle", {bytes_per_second = 40000})))
    assert.equal(announced, #body)
  end)

  it("sends in chunks", function()
    local rest = split((answer("chunked", {bytes = 700})))
    local body = {}
    while true do
      local size, start = rest:match("^(%x+)\r\n()")
      size = tonumber(size, 16)
      if size == 0 then break end
      assert.is_true(size <= 700)
      body[#body + 1] = rest:sub(start, start + size - 1)
      rest = rest:sub(start + size):match("^\r\n(.*)$")
    end
    assert.equal("0\r\n\r\n", rest)
    assert.is_true(require("cjson").decode(table.concat(body)).Success)
  end)

  it("refuses connections for a while, and then no longer", function()
    local box = support.new({chaos = {refused_connection = {count = 1, seconds = 2}}})
    http.serve(box, function(port)
      assert.equal("", (http.exchange(port, http.wire(signer.v3()))))
      local client = http.connect(port)
      local connected, why = client:connect()
      client:close()
      assert.same({nil, errno.ECONNREFUSED}, {connected, why})
      local again
      local deadline = cqueues.monotime() + 60
      repeat
        cqueues.sleep(0.01)
        again = http.connect(port)
        connected = again:connect()
        again:close()
      until connected or cqueues.monotime() > deadline
      assert.truthy(http.exchange(port, http.wire(signer.v3())):find('"Success":true', 1, true))
    end)
  end)
end)
