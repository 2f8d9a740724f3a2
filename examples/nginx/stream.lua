-- A content handler that lists a batch as NDJSON or CSV: page by page as they come, without holding more than those in
-- flight.
--
-- A stream that ends well is all there is. What goes wrong before the first row is an answer 4xx or 5xx; afterwards the
-- connection is broken off, so that no program takes a part for the whole, and NDJSON says why in a last line.
--
-- HTTP/1.0, which nginx in front speaks unless `proxy_http_version 1.1` is set, has no chunks whose last one is the
-- end. Its reader is told the length, for which all rows would have to be held here until the last one is there; or
-- takes the end of the connection for the end of the answer, unless the connection is reset. So it is, where nginx.conf
-- says `lua_http10_buffering off` and `reset_timedout_connection on`. A reset may take with it what was sent last.
-- Without the former all rows are held, and a listing that fails has no answer.
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

-- What writers write to: the rows of a page, sent at once.
local function new_output()
  local pieces = {}
  return {
    write = function(_, text) pieces[#pieces + 1] = text end,
    write_all = function(_, texts)
      for i = 1, #texts do pieces[#pieces + 1] = texts[i] end
    end,
    -- Waits until they are on their way, unless nginx holds them until the end. Whether more may be sent; else why not.
    send = function()
      local sent = pieces
      pieces = {}
      local ok, problem = ngx.print(sent)
      if not ok then return false, problem end
      ok, problem = ngx.flush(true)
      return ok or problem == "buffering", problem
    end,
  }
end

-- Ends the connection in the middle of the answer. 444 resets it.
local function cut()
  return ngx.exit(ngx.req.http_version() == 1.0 and 444 or ngx.ERROR)
end

local function break_off(name, output, err)
  ngx.log(ngx.ERR, tostring(err))
  if name == "ndjson" then
    output:write(cjson.encode {error = tostring(err)} .. "\n")
    output.send()
  end
  return cut()
end

-- What could not be sent is of no interest to anybody; that it was not, is.
local function give_up(pages, problem)
  pages:close()
  ngx.log(ngx.NOTICE, "the reader is not there any more: ", problem)
  return cut()
end

local function stream(pages, name)
  local page, err = pages:next()
  if err then return refuse(502, tostring(err)) end
  ngx.header["Content-Type"] = FORMATS[name].type
  ngx.header["X-Accel-Buffering"] = "no" -- for nginx in front: each page is to be sent on at once
  if ngx.req.get_method() == "HEAD" then return pages:close() end
  local output = new_output()
  local write_row = FORMATS[name].new(output, {})
  while page do
    for _, task in ipairs(page.tasks) do write_row(task) end
    local is_sent, problem = output.send()
    if not is_sent then return give_up(pages, problem) end
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

-- A reader that leaves ends what is in flight, too; needs `lua_check_client_abort on`.
assert(ngx.on_abort(function()
  pages:close()
  ngx.exit(499)
end))
stream(pages, ngx.var.uri:match "%.(%l+)$")
