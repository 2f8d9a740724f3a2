-- Pages of reports, and what has to be true of them whatever they show.
local hostile = require "spec.support.hostile"
local html = require "spec.support.html"
local text = require "aliota.show.text"
local written = require "spec.support.written"

local assert = require "luassert"

local report_page = {}

local NOW = 1767700000

--- What write.html makes of tasks.
---@param tasks any
---@param options table|nil
---@return string page
function report_page.of(tasks, options)
  options = options or {}
  options.now = NOW
  return written("html", tasks, options)
end

-- Everything that a page of ours is made of; a script, a link, a picture or a form is not.
local ELEMENTS = {}
for name in ([[html head meta title style body header main section h1 h2 p ul ol li dl dt dd div span strong small bdi i
  svg desc circle text polygon line rect table caption thead tbody tr th td]]):gmatch "%S+" do ELEMENTS[name] = true end

--- Raises where an element, or one in it, is none of ours.
---@param element table
function report_page.check_elements(element)
  for _, child in ipairs(element.children) do
    assert.truthy(ELEMENTS[child.name], child.name)
    for name, value in pairs(child.attributes) do
      assert.is_nil(name:find "^on", name)
      assert.truthy(name ~= "href" and name ~= "src" and name ~= "style", name)
      assert.is_nil(tostring(value):find("javascript:", 1, true))
    end
    report_page.check_elements(child)
  end
end

--- Raises where a page does not say of hostile.tasks() what it should.
---@param document table
function report_page.check_hostile(document)
  report_page.check_elements(document)
  local rows = html.find(html.find(document, ".failures")[1], "tr")
  assert.equal(#hostile.TEXTS, #rows - 1)
  for i, sent in ipairs(hostile.TEXTS) do
    local cells = html.find(rows[i + 1], "td")
    for cell = 1, 3 do assert.equal(text.printable(sent), cells[cell].text) end
  end
end

return report_page
