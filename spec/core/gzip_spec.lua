-- Bodies that come in gzip. What packs them is gzip itself.
local core = require "aliota.core"
local packed = require "spec.support.packed"
local stub = require "spec.support.stub"

local function noise(size)
  local bytes = {}
  for i = 1, size do bytes[i] = string.char(math.random(0, 255)) end
  return table.concat(bytes)
end

local LARGE, NOISE, TEXT = ("row "):rep(250000), noise(70000), '{"Success":true}'
local PACKED = packed(TEXT)

-- By what is wrong with them; cut is only what is not whole.
local CUT, DAMAGED = {}, {}
for size = 1, #PACKED - 1 do CUT[#CUT + 1] = PACKED:sub(1, size) end
for _, size in ipairs {1000, 30000, 70000} do CUT[#CUT + 1] = packed(NOISE):sub(1, size) end
DAMAGED[1] = "\0" .. PACKED:sub(2)
DAMAGED[2] = TEXT
DAMAGED[3] = PACKED:sub(1, -9) .. "\1\2\3\4" .. PACKED:sub(-4) -- another checksum
DAMAGED[4] = PACKED .. "more"
DAMAGED[5] = packed(NOISE) .. "\0"

describe("core.http, of a body in gzip,", function()
  local server, http

  setup(function()
    local routes = {}
    local function answer(path, body, ...) routes[path] = stub.answer(200, body, {...}) end
    for i, bytes in ipairs(CUT) do answer("/cut/" .. i, bytes, "Content-Encoding: gzip") end
    for i, bytes in ipairs(DAMAGED) do answer("/damaged/" .. i, bytes, "Content-Encoding: gzip") end
    answer("/text", PACKED, "Content-Encoding: gzip")
    answer("/old", PACKED, "content-encoding:  X-GZIP ")
    answer("/large", packed(LARGE), "Content-Encoding: gzip")
    answer("/noise", packed(NOISE), "Content-Encoding: gzip")
    answer("/empty", packed "", "Content-Encoding: gzip")
    answer("/nothing", "", "Content-Encoding: gzip")
    answer("/plain", TEXT, "Content-Encoding: identity")
    answer("/other", PACKED, "Content-Encoding: br")
    answer("/twice", packed(PACKED), "Content-Encoding: gzip", "Content-Encoding: gzip")
    routes["/until_closed"] = {raw = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" .. PACKED, close = true}
    routes["/cut_off"] = {raw = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" .. PACKED:sub(1, -5), close = true}
    routes["/drops"] = {raw = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
      .. PACKED:gsub(".", "1\r\n%0\r\n") .. "0\r\n\r\n"}
    server = stub.start(routes)
    http = core.http.new()
  end)

  teardown(function()
    http:close()
    server:stop()
  end)

  local function get(path, max_size, method)
    local transfer = http:queue {url = server.endpoint .. path, max_size = max_size, method = method}
    for _ = 1, 1200 do -- waits of a minute, where nothing moves
      if transfer:done() then return transfer:result() end
      http:wait(0.05)
      http:step()
    end
  end

  it("hands the text out", function()
    for path, text in pairs {
      ["/text"] = TEXT, ["/old"] = TEXT, ["/large"] = LARGE, ["/noise"] = NOISE, ["/empty"] = "", ["/nothing"] = "",
      ["/plain"] = TEXT, ["/until_closed"] = TEXT, ["/drops"] = TEXT,
    } do
      local answer = assert(get(path), path)
      assert.is_true(answer.body == text, path)
    end
    assert.equal("", get("/text", nil, "HEAD").body)
  end)

  it("asks for it", function()
    local echo = stub.start {["/"] = {echo = true}}
    local transfer = http:queue {url = echo.endpoint .. "/"}
    while not transfer:done() do
      http:wait(1)
      http:step()
    end
    assert.truthy(transfer:result().body:find("\r\nAccept-Encoding: gzip\r\n", 1, true))
    echo:stop()
  end)

  it("takes one that breaks off for what it is, wherever that is", function()
    for i = 1, #CUT do
      local answer, failure = get("/cut/" .. i)
      assert.is_nil(answer, i)
      assert.same({"network", "Transferred a partial file", true}, {failure.category, failure.message, failure.sent})
    end
    assert.equal("network", select(2, get "/cut_off").category)
  end)

  it("refuses what is damaged, or packed in another way", function()
    local paths = {"/other", "/twice"}
    for i = 1, #DAMAGED do paths[#paths + 1] = "/damaged/" .. i end
    for _, path in ipairs(paths) do
      local answer, failure = get(path)
      assert.is_nil(answer, path)
      assert.equal("network", failure.category)
      assert.truthy(failure.message:find("Content or Transfer-Encoding", 1, true), failure.message)
    end
  end)

  it("limits what it unpacks to", function()
    assert.equal(#LARGE, #get("/large", #LARGE).body)
    assert.equal("too large", select(2, get("/large", #LARGE - 1)).category)
    assert.equal("too large", select(2, get("/text", 1)).category)
  end)
end)
