-- A feed for nginx: one worker of the host looks at some batches every few seconds, all workers answer from what it
-- saw, as JSON, as metrics and as a page. A thousand visitors cause no more calls of the service than none.
local aliota = require "aliota"
local blame = require "aliota.util.blame"
local new_feed = require "aliota.nginx.feed"
local new_poller = require("aliota.nginx.poller").new
local new_store = require("aliota.nginx.store").new
local options = require "aliota.nginx.feed_options"
local text = require "aliota.show.text"

---@class aliota.nginx  a feed of batches for nginx
local nginx = {}

local started = {} -- feeds of this worker, by dict and name

-- What needs the world to be right is told where people look, at the feed itself, by its code, and in the log.
local function refused(feed, code, problem)
  feed.problem = code
  ngx.log(ngx.ERR, tostring(feed), ": ", text.line(problem))
  return feed
end

local function client_of(given)
  if options.is_client(given.client) then return given.client end
  local ok, made = pcall(aliota.new, given.client)
  if ok then return made end
  return nil, (tostring(made):gsub("^.-aliota%.new: ", "client: "))
end

local function shared_dict(name)
  local dict = ngx.shared[name]
  if dict then return dict end
  return nil, ("there is no shared dict %q; declare it: lua_shared_dict %s 1m;"):format(name, name)
end

local function begin(feed)
  local given = feed.given
  local client, problem = client_of(given)
  if not client then return refused(feed, "BadClient", problem) end
  feed.poller = new_poller(given, client, feed.store)
  feed.poller:start()
  return feed
end

--- Starts a feed; for init_worker_by_lua, so that each worker does. Misuse raises at the caller's line. What is wrong
--- with the account, the dict's memory or the feed's name is told by the feed's answers.
---@param given aliota.nginx.Options
---@return aliota.nginx.Feed
function nginx.start(given)
  local all, problem = options.read(given)
  local dict
  if all then dict, problem = shared_dict(all.dict) end
  if not dict then blame("aliota.nginx.start: " .. problem) end
  local feed, key = new_feed(all, new_store(dict, all.name)), all.dict .. "\0" .. all.name
  if started[key] then
    return refused(feed, "NameTaken", ("another feed of this dict has the name %q; give each its own"):format(all.name))
  end
  started[key] = feed
  return begin(feed)
end

return nginx
