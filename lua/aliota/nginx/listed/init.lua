-- The tasks of one batch of a feed, listed while a visitor waits, as a page or as CSV: those that failed, unless
-- another state is asked for. Pages of the service go on as they come, so that a worker holds those that are in flight.
--
-- What goes wrong before the first row is an answer 4xx or 5xx. What goes wrong later is said at the end, and breaks
-- the CSV off, so that no program takes a part for the whole.
local failure = require "aliota.nginx.failure"
local lease = require "aliota.nginx.lease"
local new_output = require "aliota.nginx.listed.output"
local order_of = require "aliota.nginx.listed.wanted_tasks"
local text = require "aliota.show.text"
local turns = require "aliota.nginx.listed.turns"

local DEADLINE = 600 -- seconds for a whole listing

local FORMATS = {csv = require "aliota.nginx.listed.listed_csv", html = require "aliota.nginx.listed.listed_page"}

local BUSY, NO_ROOM, FAILED, AWAY = 429, 503, 502, 499 -- statuses

local function send_head(format, order)
  local header = ngx.header
  header["Content-Type"], header["Cache-Control"] = format.type, "no-store"
  header["X-Content-Type-Options"], header["X-Accel-Buffering"] = "nosniff", "no" -- each page is to be sent on at once
  for name, value in pairs(format.headers(order)) do header[name] = value end
end

local function refuse(format, order, status, sentence, err)
  ngx.status = status
  send_head(format, order)
  ngx.print(format.refusal(order, sentence, err))
end

-- Ends the connection in the middle of the answer; of HTTP/1.0, which has no last chunk, 444 resets it.
local function cut()
  return ngx.exit(ngx.req.http_version() == 1.0 and 444 or ngx.ERROR)
end

-- Visitors are told what kind of error it is, the log all of it.
local function failure_of(feed, order, err)
  ngx.log(ngx.ERR, tostring(feed), ": the tasks of ", text.line(order.JobId), ": ", text.line(tostring(err)))
  return failure(err, ngx.now(), "Raised")
end

-- Sends a page after the other. Returns how many tasks that were, and what failed; nil where nobody reads any more.
local function pump(pages, page, writer, output, turn)
  local count, err = 0, nil
  while page do
    for _, task in ipairs(page.tasks) do
      if count == writer.most then return count end
      writer.row(task)
      count = count + 1
    end
    if not output:send() then return nil end
    turn:keep()
    page, err = pages:next()
  end
  return count, err
end

local function stream(feed, format, order, pages, turn)
  local page, err = pages:next()
  if err then
    return refuse(format, order, FAILED, "This batch could not be listed.", failure_of(feed, order, err))
  end
  send_head(format, order)
  local output = new_output()
  local writer = format.new(output, order)
  local count
  count, err = pump(pages, page, writer, output, turn)
  if not count then return cut() end
  local is_broken = writer.finish(pages, count, err and failure_of(feed, order, err))
  return output:send() and is_broken and cut()
end

-- Whatever ends it, a visitor who leaves included, ends what is in flight and gives the turn up.
local function list(feed, format, order, pages, turn)
  local function stop()
    pages:close()
    turn:leave()
  end
  ngx.on_abort(function() -- refused where lua_check_client_abort is off: then what can't be sent tells
    stop()
    ngx.exit(AWAY)
  end)
  local ok, raised = pcall(stream, feed, format, order, pages, turn)
  stop()
  if not ok then error(raised, 0) end
end

--- Answers the request.
---@param feed aliota.nginx.Feed
---@param ids string[]  JobIds that this visitor may see
return function(feed, ids)
  local order, status, sentence = order_of(ngx.req.get_uri_args(), ngx.var.uri, ids)
  local format = FORMATS[order.format]
  order.files = feed.given.files
  if not status and not feed.poller then status, sentence = NO_ROOM, "This feed does not work as it should." end
  if status then return refuse(format, order, status, sentence) end
  if ngx.req.get_method() == "HEAD" then return send_head(format, order) end
  local pages = feed.poller.client:pages { -- asks nothing yet, and raises what no call takes
    JobId = order.JobId, TaskStatus = order.TaskStatus, deadline = DEADLINE, strict = format.is_strict,
  }
  local turn, seconds = turns.take(feed.store, order, lease.new_mark())
  if turn then return list(feed, format, order, pages, turn) end
  ngx.header["Retry-After"] = seconds
  refuse(format, order, BUSY, ("Others are being served; try again in %d s."):format(seconds))
end
