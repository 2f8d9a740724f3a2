-- Answers of a feed, from what the poller has stored. An answer is made at most once a second in a worker for those who
-- may see the same, however many ask for it: until then the age that it tells, in whole seconds and rounded up, stays
-- true.
local file_of = require("aliota.nginx.page.dress").file
local list_tasks = require "aliota.nginx.listed"
local loop = require "aliota.loop"
local new_view = require "aliota.nginx.feed_view"
local options = require "aliota.nginx.feed_options"
local text = require "aliota.show.text"
local visitor = require "aliota.nginx.visitor"

---@class aliota.nginx.Feed
---@field private given aliota.nginx.Options
---@field private store aliota.nginx.Store
---@field private poller aliota.nginx.Poller|nil
---@field private views table<string, aliota.nginx.View>  by the key of who may see them
---@field problem string|nil  the code of why it can't work at all
local Feed = {}
Feed.__index = Feed
Feed.__name = "aliota.nginx.Feed"

local FORMATS = {
  json = require "aliota.nginx.feed_json",
  prometheus = require "aliota.nginx.metrics",
  page = require "aliota.nginx.page",
}

local function problem_of(feed, shown)
  return feed.problem or (feed.poller and feed.poller.problem) or (feed.store:is_full() and "DictFull")
    or (feed.store:is_away() and "RedisAway") or (shown.max_age < shown.interval and "QuotaTooSmall") or nil
end

-- Which batches there are, and why that is not known.
local function list_of(feed, time)
  local batches = feed.given.batches
  if type(batches) == "table" then return batches end
  if feed.problem then return {} end
  local list = feed.store:list()
  if not list then return {}, {kind = "feed", code = "NotAskedYet", at = time} end
  return list.ids, list.error
end

-- Those of the batches that a visitor may see.
local function allowed(ids, visible)
  if not visible.ids then return ids end
  local list = {}
  for _, id in ipairs(ids) do list[#list + 1] = visible.ids[id] and id or nil end
  return list
end

local function look(feed, visible)
  local machine = ngx.now()
  local clock = {now = loop.now(), machine = machine, time = machine + feed.store:offset()}
  local all, err = list_of(feed, clock.time)
  local ids = allowed(all, visible)
  local shown = options.stretched(feed.given, feed.store:interval())
  local problem = problem_of(feed, shown)
  local records = {}
  for _, id in ipairs(feed.problem and {} or ids) do records[id] = feed.store:batch(id) end
  return new_view(shown, ids, records, clock, problem and {kind = "feed", code = problem, at = clock.time} or err)
end

-- What is over makes room, so that there are as many as kinds of visitors came within a second.
local function drop_old(views, now)
  for key, view in pairs(views) do
    if now >= view.good_until then views[key] = nil end
  end
end

local function current_view(feed, visible)
  local view, now = feed.views[visible.key], loop.now()
  if not view or now >= view.good_until then
    drop_old(feed.views, now)
    view = look(feed, visible)
    view.bodies = {}
    feed.views[visible.key] = view
  end
  return view
end

-- Nothing on the way may keep it: what it says of its age would not be true any more.
local function send(view, format, body)
  local header, is_good = ngx.header, view.is_good or format.is_always_good
  ngx.status = is_good and 200 or 503
  header["Content-Type"], header["Content-Length"] = format.type, #body
  header["Age"], header["Cache-Control"] = view.age, "no-store"
  header["X-Content-Type-Options"] = "nosniff"
  if not is_good then header["Retry-After"] = math.ceil(view.interval) end
  for name, value in pairs(format.headers and format.headers(view) or {}) do header[name] = value end
  ngx.print(body)
end

-- Ends the request here, where a visitor may see nothing.
local function check_visitor(feed)
  local visible, status, problem = visitor.may_see(feed.given.authorise)
  if visible then return visible end
  if problem then ngx.log(ngx.ERR, tostring(feed), ": authorise: ", text.line(problem)) end
  return ngx.exit(status)
end

local function answer(feed, name)
  local view, format = current_view(feed, check_visitor(feed)), FORMATS[name]
  local body = view.bodies[name]
  if not body then
    body = format.render(view)
    view.bodies[name] = body
  end
  send(view, format, body)
end

--- Answers the request with the figures as JSON: 200 with the age in `age` and the header Age, or 503 when there are no
--- figures that are young enough, with what is wrong. For a content handler.
function Feed:json() answer(self, "json") end

--- Answers the request with metrics for Prometheus: always 200, as they tell what is wrong. For a content handler.
function Feed:prometheus() answer(self, "prometheus") end

--- Answers the request with a page for people. For a content handler.
function Feed:page() answer(self, "page") end

--- Answers the request with the tasks of the batch that its argument JobId names, as CSV where its path ends in .csv,
--- else as a page: those that failed, or those of the TaskStatus that it names. For a content handler.
function Feed:tasks()
  local visible = check_visitor(self)
  list_tasks(self, allowed((list_of(self, ngx.now())), visible))
end

--- Answers the request with a file of the feed's pages, which are the same for all visitors. For a content handler.
function Feed:file()
  local file, header = self.given.files and file_of(ngx.var.uri), ngx.header
  if not file then return ngx.exit(404) end
  header["Content-Type"], header["Content-Length"] = file.type, #file.content
  header["Cache-Control"], header["ETag"] = "public, max-age=31536000, immutable", ('"%s"'):format(file.name)
  header["X-Content-Type-Options"] = "nosniff"
  ngx.print(file.content)
end

function Feed:__tostring()
  return ("aliota feed %q"):format(self.given.name)
end

---@param given aliota.nginx.Options
---@param store aliota.nginx.Store
---@return aliota.nginx.Feed
return function(given, store)
  return setmetatable({given = given, store = store, views = {}}, Feed)
end
