-- A page as Python's parser reads it.
local python = require "spec.support.python"

local READER = [[
import html.parser, json, sys

class Reader(html.parser.HTMLParser):
  VOID = {"meta", "br", "link", "img", "input"}
  def __init__(self):
    super().__init__()
    self.root = {"name": "", "attributes": {}, "children": [], "text": ""}
    self.stack = [self.root]
  def handle_starttag(self, name, attributes):
    element = {"name": name, "attributes": dict(attributes), "children": [], "text": ""}
    self.stack[-1]["children"].append(element)
    if name not in self.VOID: self.stack.append(element)
  def handle_startendtag(self, name, attributes):
    self.handle_starttag(name, attributes)
    if name not in self.VOID: self.stack.pop()
  def handle_endtag(self, name):
    assert self.stack[-1]["name"] == name, (self.stack[-1]["name"], name)
    self.stack.pop()
  def handle_data(self, data):
    for element in self.stack: element["text"] += data

reader = Reader()
reader.feed(sys.stdin.buffer.read().decode())
reader.close()
assert len(reader.stack) == 1, "elements are left open"
print(json.dumps(reader.root))
]]

local html = {}

--- The root: {name, attributes, children, text}; text is that of everything within.
---@param page string
---@return table
function html.read(page) return python(READER, page) end

--- All elements of a name, or with a class written `.class`, in the order of the document.
---@param element table
---@param wanted string
---@return table[]
function html.find(element, wanted, found)
  found = found or {}
  for _, child in ipairs(element.children) do
    local classes = " " .. (type(child.attributes.class) == "string" and child.attributes.class or "") .. " "
    if child.name == wanted or classes:find(" " .. wanted:sub(2) .. " ", 1, true) and wanted:sub(1, 1) == "." then
      found[#found + 1] = child
    end
    html.find(child, wanted, found)
  end
  return found
end

--- The texts of elements.
---@param elements table[]
---@return string[]
function html.texts(elements)
  local texts = {}
  for i, element in ipairs(elements) do texts[i] = element.text end
  return texts
end

return html
