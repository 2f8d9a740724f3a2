local Iterator = require "aliota.listing.iterator"
local hostile = require "spec.support.hostile"
local html = require "spec.support.html"
local recorded = require "spec.support.recorded_tasks"
local report_page = require "spec.support.report_page"

local page_of = report_page.of

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
    report_page.check_elements(document)
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
    report_page.check_hostile(html.read(page_of(hostile.tasks())))
    report_page.check_elements(html.read(page_of(hostile.tasks {
      TaskStatus = "<b>", JobId = "</dd><b>", ProductName = "<i>&",
    })))
  end)

  it("stands for a batch without tasks, and one task without fields", function()
    for _, tasks in ipairs {{}, {{}}, {{TaskStatus = "FAILED"}}, {{TaskStatus = "SUCCEEDED", UtcModified = "soon"}}} do
      local page = page_of(tasks)
      report_page.check_elements(html.read(page))
      assert.is_nil(page:lower():find "[%s\"]%-?nan" or page:find "[%s\"]%-?inf[%s\"]")
    end
  end)
end)
