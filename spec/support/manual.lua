-- README and the pages of docs/, as specs read them: their code, their headings, their links and their tables.
local environment = require "spec.support.environment"
local shell = require "spec.support.shell"

local manual = {}

manual.JOB_ID = "7glPHmaDYLAYMD1HHutT02****"

---@param path string
---@return string
function manual.text(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  return text
end

--- The pages of docs/, in order of their names.
---@return string[] paths
function manual.pages()
  local paths = {}
  for path in shell.run "ls docs/*.md":gmatch "[^\n]+" do paths[#paths + 1] = path end
  return paths
end

--- A page's blocks of code.
---@param path string
---@param language string
---@return string[]
function manual.blocks(path, language)
  local list = {}
  for code in manual.text(path):gmatch("\n```" .. language .. "\n(.-)\n```") do list[#list + 1] = code end
  return list
end

--- A page without its code.
---@param path string
---@return string
function manual.prose(path)
  return (manual.text(path):gsub("\n```.-\n```", ""))
end

-- As GitHub makes anchors of headings.
local function anchor_of(heading)
  return (heading:lower():gsub("[^%w%s_-]", ""):gsub(" ", "-"))
end

--- The places of a page that links can lead to.
---@param path string
---@return table<string, true>
function manual.anchors(path)
  local anchors = {}
  for heading in ("\n" .. manual.prose(path)):gmatch "\n#+ ([^\n]+)" do anchors[anchor_of(heading)] = true end
  return anchors
end

--- What a page links to, but for addresses elsewhere.
---@param path string
---@return {path: string, anchor: string|nil}[]  the path is one of the tree
function manual.links(path)
  local links, folder = {}, path:match "^(.*/)" or ""
  for target in manual.prose(path):gmatch "%]%(([^)%s]+)%)" do
    local file, anchor = target:match "^([^#]*)#?(.*)$"
    if not target:find "^%a+:" then
      links[#links + 1] = {
        path = file == "" and path or (folder .. file):gsub("[^/]+/%.%./", ""), anchor = anchor ~= "" and anchor or nil,
      }
    end
  end
  return links
end

--- The rows of the table below a heading, cell by cell, without its head.
---@param path string
---@param heading string
---@return string[][] rows
---@return string[] head
function manual.table_below(path, heading)
  local text = ("\n" .. manual.text(path)):match("\n#+ " .. heading .. "\n(.*)$") or error("no heading " .. heading)
  local rows = {}
  for line in text:match "\n(|.-|)\n[^|]":gmatch "[^\n]+" do
    local cells = {}
    for cell in line:sub(2):gmatch "%s*(.-)%s*|" do cells[#cells + 1] = cell end
    rows[#rows + 1] = cells
  end
  local head = table.remove(rows, 1)
  table.remove(rows, 1)
  return rows, head
end

--- The names in the code of a text: "`a` `b`" has a and b.
---@param text string
---@return string[]
function manual.names(text)
  local names = {}
  for name in text:gmatch "`([^`]+)`" do names[#names + 1] = name end
  return names
end

--- What the table below a heading is about: the names in its first column.
---@param path string
---@param heading string
---@return table<string, true>
function manual.names_below(path, heading)
  local names = {}
  for _, row in ipairs(manual.table_below(path, heading)) do
    for _, name in ipairs(manual.names(row[1])) do names[name] = true end
  end
  return names
end

--- The environment of somebody who works with a sandbox.
---@param service table
---@return table<string, string>
function manual.environment(service)
  return {
    ALIOTA_ENDPOINT = service.endpoint, JOB_ID = service.job_id,
    ALIBABA_CLOUD_ACCESS_KEY_ID = service.credentials.access_key_id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET = service.credentials.access_key_secret,
  }
end

--- Runs a block of Lua in that environment.
---@param service table
---@param code string
---@param name string
---@return integer printed values, each of which could be shown
function manual.run(service, code, name)
  local printed, print = 0, print
  local chunk = assert((loadstring or load)(code, "=" .. name)) -- luacheck: ignore 113
  _G.print = function(...) -- luacheck: ignore 122
    printed = printed + select("#", ...)
    for _, value in ipairs {...} do assert(tostring(value)) end
  end
  local ok, problem = pcall(environment, manual.environment(service), chunk)
  _G.print = print -- luacheck: ignore 122
  assert(ok, problem)
  return printed
end

-- In a folder of its own, with the command on the path.
local IN_SHELL = [[export %s PATH="$PWD/bin:$PATH"; folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT; cd "$folder"
set -e
%s
]]

--- Runs a block of commands there.
---@param service table
---@param code string
---@return string output
---@return integer status
function manual.run_shell(service, code)
  local variables = {}
  for name, value in pairs(manual.environment(service)) do
    variables[#variables + 1] = ("%s='%s'"):format(name, value)
  end
  return shell.run(IN_SHELL:format(table.concat(variables, " "), code))
end

return manual
