-- Reports in a browser, whichever Lua wrote them.
local chromium = require "spec.support.chromium"
local hostile = require "spec.support.hostile"
local html = require "spec.support.html"
local python = require "spec.support.python"
local recorded = require "spec.support.recorded_tasks"
local report_page = require "spec.support.report_page"

local it = chromium.is_there and it or pending -- luacheck: ignore 431

describe("write.html in a browser", function()
  it("is what it is meant to be, whatever devices say, and nothing is refused", function()
    local dom, console = chromium.dom(report_page.of(hostile.tasks()))
    report_page.check_hostile(html.read(dom))
    assert.same({}, console)
  end)

  it("would not run a script that got in", function()
    local page = report_page.of(recorded()):gsub("</main>", "<script>document.title = 'run'</script></main>")
    local dom, console = chromium.dom(page)
    assert.is_nil(dom:find "<title>run")
    assert.truthy(#console == 1 and console[1]:find("Content Security Policy", 1, true), console[1])
  end)

  it("is light or dark as the reader has it", function()
    local first_pixel = [[
import json, struct, sys, zlib
png, data, position = sys.stdin.buffer.read(), b"", 8
while position < len(png):
  length, kind = struct.unpack(">I4s", png[position:position + 8])
  if kind == b"IDAT": data += png[position + 8:position + 8 + length]
  position += 12 + length
print(json.dumps(list(zlib.decompress(data)[1:4])))
]]
    local page = report_page.of(recorded())
    assert.same({0xf6, 0xf7, 0xf9}, python(first_pixel, chromium.picture(page, "light")))
    assert.same({0x11, 0x16, 0x1d}, python(first_pixel, chromium.picture(page, "dark")))
  end)
end)
