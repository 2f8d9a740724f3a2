local Iterator = require "aliota.listing.iterator"
local chromium = require "spec.support.chromium"
local hostile = require "spec.support.hostile"
local html = require "spec.support.html"
local python = require "spec.support.python"
local recorded = require "spec.support.recorded_tasks"
local text = require "aliota.show.text"
local written = require "spec.support.written"

local NOW = 1767700000

local function page_of(tasks, options)
  options = options or {}
  options.now = NOW
  return written("html", tasks, options)
end

-- Everything that a page of ours is made of; a script, a link, a picture or a form is not.
local ELEMENTS = {}
for name in ([[html head meta title style body header main section h1 h2 p ul ol li dl dt dd div span strong small bdi i
  svg desc circle text polygon line rect table caption thead tbody tr th td]]):gmatch "%S+" do ELEMENTS[name] = true end

local function check_elements(element)
  for _, child in ipairs(element.children) do
    assert.truthy(ELEMENTS[child.name], child.name)
    for name, value in pairs(child.attributes) do
      assert.is_nil(name:find "^on", name)
      assert.truthy(name ~= "href" and name ~= "src" and name ~= "style", name)
      assert.is_nil(tostring(value):find("javascript:", 1, true))
    end
    check_elements(child)
  end
end

-- What it says of a batch of which nothing is told but by devices.
local function check_hostile(document)
  check_elements(document)
  local rows = html.find(html.find(document, ".failures")[1], "tr")
  assert.equal(#hostile.TEXTS, #rows - 1)
  for i, sent in ipairs(hostile.TEXTS) do
    local cells = html.find(rows[i + 1], "td")
    for cell = 1, 3 do assert.equal(text.printable(sent), cells[cell].text) end
  end
end

describe("write.html", function()
  it("says which batch it is about, when it was made and how much of it was seen", function()
    local document = html.read(page_of(recorded()))
    local facts = html.find(document, ".facts")[1]
    assert.same({"Batch", "Product", "To version", "Made"}, html.texts(html.find(facts, "dt")))
    assert.same({"7glPHmaDYLAYMD1HHutT02****", "MyProduct", "1.2.0", "2026-01-06 11:46 UTC"},
      html.texts(html.find(facts, "dd")))
    assert.same({"16 of 16 tasks, complete"}, html.texts(html.find(document, ".coverage")))
    assert.same({"Update report"}, html.texts(html.find(document, "h1")))
    local figures = html.texts(html.find(html.find(document, ".figures")[1], "small"))
    assert.same({"10 tasks", "4 tasks", "5 tasks", "6 tasks"}, figures)
  end)

  it("warns when not everything was seen", function()
    local tasks = Iterator.new(function() return nil end)
    tasks.coverage = {unique = 2400, total_last = 2500, complete = false}
    local document = html.read(page_of(tasks))
    assert.same({"INCOMPLETE: 2,400 of 2,500 tasks were read"}, html.texts(html.find(document, ".warning")))
    assert.equal("alert", html.find(document, ".warning")[1].attributes.role)
  end)

  it("names a few batches of many, and no product that is not told", function()
    local tasks = {}
    for i = 1, 9 do tasks[i] = {JobId = "job" .. i % 7} end
    local facts = html.texts(html.find(html.find(html.read(page_of(tasks)), ".facts")[1], "dd"))
    assert.same({"job1, job2, job3, job4, job5 and more", "2026-01-06 11:46 UTC"}, facts)
  end)

  it("has a title of its own, as text", function()
    local document = html.read(page_of({}, {title = "</title><script>x</script>"}))
    check_elements(document)
    assert.same({"</title><script>x</script>"}, html.texts(html.find(document, "h1")))
    assert.equal("</title><script>x</script>", html.find(document, "title")[1].text)
  end)

  it("has pictures with a title and a description", function()
    local document = html.read(page_of(recorded()))
    local pictures = 0
    for _, svg in ipairs(html.find(document, "svg")) do
      if svg.attributes.role == "img" then
        pictures = pictures + 1
        local ids = {}
        for _, child in ipairs(svg.children) do
          if child.attributes.id then ids[#ids + 1] = child.attributes.id end
          if child.name == "desc" then assert.truthy(child.text:find "%d") end
        end
        assert.equal(svg.attributes["aria-labelledby"], table.concat(ids, " "))
      else
        assert.equal("true", svg.attributes["aria-hidden"])
      end
    end
    assert.equal(2, pictures)
  end)

  it("needs nothing from elsewhere, and forbids it", function()
    local page = page_of(recorded())
    assert.truthy(page:find("default-src 'none'", 1, true))
    for _, address in ipairs {"://", "url(", "@import", "<script", "<link", "src="} do
      assert.is_nil(page:gsub("http://evil%.example", ""):find(address, 1, true), address)
    end
  end)

  it("keeps texts of devices in their place", function()
    check_hostile(html.read(page_of(hostile.tasks())))
    check_elements(html.read(page_of(hostile.tasks {TaskStatus = "<b>", JobId = "</dd><b>", ProductName = "<i>&"})))
  end)

  it("stands for a batch without tasks, and one task without fields", function()
    for _, tasks in ipairs {{}, {{}}, {{TaskStatus = "FAILED"}}, {{TaskStatus = "SUCCEEDED", UtcModified = "soon"}}} do
      local page = page_of(tasks)
      check_elements(html.read(page))
      assert.is_nil(page:lower():find "[%s\"]%-?nan" or page:find "[%s\"]%-?inf[%s\"]")
    end
  end)

  describe("in a browser", function()
    if not chromium.is_there then return it("is opened", function() pending "there is no Chromium" end) end

    it("is what it is meant to be, whatever devices say, and nothing is refused", function()
      local dom, console = chromium.dom(page_of(hostile.tasks()))
      check_hostile(html.read(dom))
      assert.same({}, console)
    end)

    it("would not run a script that got in", function()
      local page = page_of(recorded()):gsub("</main>", "<script>document.title = 'run'</script></main>")
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
      local page = page_of(recorded())
      assert.same({0xf6, 0xf7, 0xf9}, python(first_pixel, chromium.picture(page, "light")))
      assert.same({0x11, 0x16, 0x1d}, python(first_pixel, chromium.picture(page, "dark")))
    end)
  end)
end)
