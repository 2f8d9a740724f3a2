-- A browser without a window, as a judge of pages.
local shell = require "spec.support.shell"

local chromium = {}

local command
for _, name in ipairs {"chromium", "chromium-browser", "google-chrome"} do
  if not command and select(2, shell.run("command -v " .. name)) == 0 then command = name end
end

--- Whether there is one.
chromium.is_there = command ~= nil

local function content_of(path)
  local file = assert(io.open(path, "rb"))
  local content = file:read "*a"
  file:close()
  return content
end

-- Opens a page; returns what the browser wrote, and what it logged. Its profile is thrown away. In a container it
-- has no sandbox of its own.
local function open(page, options)
  local place = shell.run("mktemp -d"):gsub("\n$", "")
  local file = assert(io.open(place .. "/page.html", "wb"))
  file:write(page)
  file:close()
  local _, status = shell.run(([[cd '%s' && timeout 60 %s --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --user-data-dir=profile --window-size=1180,1900 --enable-logging=stderr %s "file://$PWD/page.html" >out 2>log]])
    :format(place, command, options))
  local log = content_of(place .. "/log")
  assert(status == 0, log)
  local picture = io.open(place .. "/shot.png", "rb")
  local result = picture and picture:read "*a" or content_of(place .. "/out")
  if picture then picture:close() end
  shell.run("rm -rf '" .. place .. "'")
  return result, log
end

--- The document as the browser understood it, and the lines of its console.
---@param page string
---@return string html
---@return string[] console
function chromium.dom(page)
  local html, log = open(page, "--dump-dom")
  local console = {}
  for line in log:gmatch "[^\n]*CONSOLE[^\n]*" do console[#console + 1] = line end
  return html, console
end

--- A picture of the page, as PNG.
---@param page string
---@param scheme "light"|"dark" that the reader prefers
---@return string png
function chromium.picture(page, scheme)
  return (open(page, "--screenshot=shot.png --blink-settings=preferredColorScheme=" .. (scheme == "dark" and 0 or 1)))
end

return chromium
