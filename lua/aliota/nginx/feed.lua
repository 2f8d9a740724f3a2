-- Answers of a feed, from what the poller has stored. An answer is made at most once a second in a worker, however many
-- ask for it: until then the age that it tells, in whole seconds and rounded up, stays true.
local loop = require "aliota.loop"
local new_view = require "aliota.nginx.feed_view"
local options = require "aliota.nginx.feed_options"

---@class aliota.nginx.Feed
---@field private given aliota.nginx.Options
---@field private store aliota.nginx.Store
---@field private poller aliota.nginx.Poller|nil
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
    or (shown.max_age < shown.interval and "QuotaTooSmall") or nil
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

local function look(feed)
  local machine = ngx.now()
  local clock = {now = loop.now(), machine = machine, time = machine + feed.store:offset()}
  local ids, err = list_of(feed, clock.time)
  local shown = options.stretched(feed.given, feed.store:interval())
  local problem = problem_of(feed, shown)
  local records = {}
  for _, id in ipairs(feed.problem and {} or ids) do records[id] = feed.store:batch(id) end
  return new_view(shown, ids, records, clock, problem and {kind = "feed", code = problem, at = clock.time} or err)
end

local function current_view(feed)
  local view = feed.view
  if not view or loop.now() >= view.good_until then
    view = look(feed)
    view.bodies = {}
    feed.view = view
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
  for name, value in pairs(format.headers and format.headers() or {}) do header[name] = value end
  ngx.print(body)
end

local function answer(feed, name)
  local view, format = current_view(feed), FORMATS[name]
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

function Feed:__tostring()
  return ("aliota feed %q"):format(self.given.name)
end

---@param given aliota.nginx.Options
---@param store aliota.nginx.Store
---@return aliota.nginx.Feed
return function(given, store)
  return setmetatable({given = given, store = store}, Feed)
end
