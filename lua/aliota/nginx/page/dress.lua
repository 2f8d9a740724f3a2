-- The style and the script of a feed's pages: within them, or as files beside them for hosts whose policy forbids that.
local escape = require "aliota.write.markup"
local policy = require "aliota.nginx.page.policy"
local sha256 = require("aliota.core").sign.sha256

local dress = {}

-- Without indentation and comments, of which a page of many batches has no use either.
local function squeezed(code) return (code:gsub("\n *//[^\n]*", ""):gsub("\n[ \n]+", "\n")) end

-- Nor of the blanks of rules of style, none of which has a text in it.
local function squeezed_style(code) return (squeezed(code):gsub(" ?([:;,{}]) ?", "%1")) end

-- A name tells what is in it, so that a file can be kept for as long as there is room.
local function file(content, ending, kind)
  return {content = content, name = sha256(content):sub(1, 16) .. ending, type = kind .. "; charset=utf-8"}
end

local function style(own)
  return file(squeezed_style(require "aliota.write.html.style" .. own), ".css", "text/css")
end

local page_style = style(require "aliota.nginx.page.page_style")
local table_style = style(require "aliota.write.html.table_style")
local script = file(squeezed(require "aliota.nginx.page.page_script"), ".js", "text/javascript")

-- A browser that is given none asks for one elsewhere.
local icon = file('<svg xmlns="http://www.w3.org/2000/svg"/>', ".svg", "image/svg+xml")

-- Elements and headers of a kind of page, which may have no script.
local function kind(looks, code)
  local within = '<link rel="icon" href="data:,">\n<style>' .. looks.content .. "</style>\n"
    .. (code and "<script>" .. code.content .. "</script>\n" or "")
  local within_headers = policy.of_texts(looks.content, code and code.content)
  local beside_headers = policy.of_files(code ~= nil)
  local function elements(files)
    if not files then return within end
    local path = escape(files)
    return ('<link rel="icon" href="%s%s">\n<link rel="stylesheet" href="%s%s">\n'):format(path, icon.name, path,
        looks.name)
      .. (code and ('<script defer src="%s%s"></script>\n'):format(path, code.name) or "")
  end
  return {
    elements = elements, headers = function(files) return files and beside_headers() or within_headers() end,
  }
end

---@class aliota.nginx.Dress  of a kind of page
---@field elements fun(files: string|nil): string  of its head; files: the path of its files, if it has them
---@field headers fun(files: string|nil): table<string, string>

--- Of the page of batches.
---@type aliota.nginx.Dress
dress.BATCHES = kind(page_style, script)

--- Of a table of tasks, without a script.
---@type aliota.nginx.Dress
dress.TASKS = kind(table_style)

local FILES = {}
for _, each in ipairs {page_style, table_style, script, icon} do FILES[each.name] = each end

--- The file that a path ends in the name of.
---@param uri string
---@return {content: string, name: string, type: string}|nil
function dress.file(uri) return FILES[uri:match "[^/]*$"] end

return dress
