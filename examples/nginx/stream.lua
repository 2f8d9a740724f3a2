-- A content handler that lists a batch as NDJSON or CSV: page by page as they come, without holding more than those in
-- flight.
--
-- A stream that ends well is all there is. What goes wrong before the first row is an answer 4xx or 5xx; afterwards the
-- connection is broken off, so that no program takes a part for the whole, and NDJSON says why in a last line.
local cjson = require("cjson").new() -- others may have set theirs as they like

local FORMATS = {
  ndjson = {type = "application/x-ndjson", new = require("aliota.write.ndjson").new},
  csv = {type = "text/csv; charset=utf-8", new = require("aliota.write.csv").new},
}

local function refuse(status, message)
  ngx.status = status
  ngx.header["Content-Type"] = "application/json"
  ngx.say(cjson.encode {error = message})
  return ngx.exit(ngx.OK)
end

-- What writers write to: the rows of a page, sent at once. Waits until they are on their way; fails when the reader
-- has gone away.
local function new_output()
  local pieces = {}
  return {
    write = function(_, text) pieces[#pieces + 1] = text end,
    write_all = function(_, texts)
      for i = 1, #texts do pieces[#pieces + 1] = texts[i] end
    end,
    send = function()
      local sent = pieces
      pieces = {}
      return ngx.print(sent) and ngx.flush(true)
    end,
  }
end

-- Ends the connection in the middle of the answer.
local function break_off(name, output, err)
  ngx.log(ngx.ERR, tostring(err))
  if name == "ndjson" then
    output:write(cjson.encode {error = tostring(err)} .. "\n")
    output.send()
  end
  return ngx.exit(ngx.ERROR)
end

local function stream(pages, name)
  local page, err = pages:next()
  if err then return refuse(502, tostring(err)) end
  ngx.header["Content-Type"] = FORMATS[name].type
  local output = new_output()
  local write_row = FORMATS[name].new(output, {})
  while page do
    for _, task in ipairs(page.tasks) do write_row(task) end
    if not output.send() then return pages:close() end
    page, err = pages:next()
  end
  if err then return break_off(name, output, err) end
  output.send()
end

local arguments = ngx.req.get_uri_args()
local ok, pages = pcall(client.pages, client, {
  JobId = arguments.JobId, TaskStatus = arguments.TaskStatus, strict = true,
})
if not ok then return refuse(400, (pages:gsub("^%S+:%d+: ", ""))) end
stream(pages, ngx.var.uri:match "%.(%l+)$")
