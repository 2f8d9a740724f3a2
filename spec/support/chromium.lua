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

-- Opens what `address` names in a folder of its own; returns what the browser wrote, and what it logged. Its profile is
-- thrown away. In a container it has no sandbox of its own.
local function open(place, address, options, zone)
  local _, status = shell.run(([[cd '%s' && TZ=%s timeout 180 %s --headless --no-sandbox --disable-gpu \
    --hide-scrollbars --user-data-dir=profile --window-size=1180,1900 --enable-logging=stderr %s "%s" >out 2>log]])
    :format(place, zone or "UTC", command, options, address))
  local log = content_of(place .. "/log")
  assert(status == 0, log)
  local picture = io.open(place .. "/shot.png", "rb")
  local result = picture and picture:read "*a" or content_of(place .. "/out")
  if picture then picture:close() end
  shell.run("rm -rf '" .. place .. "'")
  return result, log
end

local function new_place()
  return (shell.run("mktemp -d"):gsub("\n$", ""))
end

local function open_page(page, options, zone)
  local place = new_place()
  local file = assert(io.open(place .. "/page.html", "wb"))
  file:write(page)
  file:close()
  return open(place, "file://$PWD/page.html", options, zone)
end

local function console_of(log)
  local console = {}
  for line in log:gmatch "[^\n]*CONSOLE[^\n]*" do console[#console + 1] = line end
  return console
end

local function screenshot(scheme)
  return "--screenshot=shot.png --blink-settings=preferredColorScheme=" .. (scheme == "dark" and 0 or 1)
end

--- The document as the browser understood it, and the lines of its console.
---@param page string
---@param zone string|nil  of the reader's clock; nil: UTC
---@return string html
---@return string[] console
function chromium.dom(page, zone)
  local html, log = open_page(page, "--dump-dom", zone)
  return html, console_of(log)
end

--- A picture of the page, as PNG.
---@param page string
---@param scheme "light"|"dark" that the reader prefers
---@return string png
function chromium.picture(page, scheme)
  return (open_page(page, screenshot(scheme)))
end

--- The document of an address after some time, and the lines of the console.
---@param address string
---@param seconds number for which its scripts run
---@return string html
---@return string[] console
function chromium.visit(address, seconds)
  local html, log = open(new_place(), address, ("--dump-dom --virtual-time-budget=%d"):format(seconds * 1000))
  return html, console_of(log)
end

--- A picture of what is at an address, as PNG.
---@param address string
---@param scheme "light"|"dark" that the reader prefers
---@return string png
function chromium.picture_of(address, scheme)
  return (open(new_place(), address, screenshot(scheme)))
end

return chromium
