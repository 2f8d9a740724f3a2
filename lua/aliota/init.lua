-- aliota: the over-the-air update tasks of Alibaba Cloud IoT Platform.
local lazy = require "aliota.util.lazy"
local blame = lazy "aliota.util.blame"
local canceller = lazy "aliota.util.canceller"
local is_nginx = require "aliota.util.is_nginx"
local join = lazy "aliota.listing.chain"
local new_client = lazy "aliota.client"
local quota = lazy "aliota.quota"
local read_options = lazy "aliota.client.options"
local tell_versions = lazy "aliota.util.libraries"
local there, core = pcall(require, "aliota.core")
if not there then error(require "aliota.util.absent_core"(core) or core, 0) end

---@class aliota
---@field _VERSION string
---@field null userdata  JSON's null, as it stands in the answers of `client:call`: equal to `cjson.null` and
---`ngx.null`, and true in a test
---@field filter aliota.filter
---@field nginx aliota.nginx
---@field report aliota.report
---@field sandbox aliota.sandbox
---@field write aliota.write
local aliota = {}

aliota._VERSION = require "aliota.version"

aliota.null = core.null

local function check_dot(first, name)
  if first == aliota then blame(("call it with a dot: aliota.%s(…)"):format(name)) end
end

--- Makes a client for one account. Does no I/O; raises at the caller's line when an option is wrong or unknown.
---@usage aliota.new {region = "cn-shanghai"}
---@param options aliota.Options|nil
---@return aliota.Client
function aliota.new(options)
  check_dot(options, "new")
  local config, problem = read_options(options or {})
  if not config then blame("aliota.new: " .. problem) end
  return new_client(config)
end

--- Makes a quota that several clients share; of several processes, aliota.quota.shdict and aliota.quota.redis: see
--- docs/quotas.md.
---@usage aliota.new {region = "cn-shanghai", quota = aliota.quota(5)}
---@param qps number|nil  calls a second of each operation; nil: as the vendor documents them
---@return aliota.Quota
function aliota.quota(qps)
  check_dot(qps, "quota")
  return quota.new(qps)
end

--- Makes a canceller, which ends calls and listings from outside: see docs/listings.md.
---@usage client:tasks {JobId = job_id, cancel = aliota.canceller()}
---@return aliota.Canceller
function aliota.canceller()
  return canceller.new()
end

--- Joins listings, each read when those before it are through: iterators or arrays, one by one or in an array, or an
--- iterator that hands them out, such as client:jobs(…):map(function(job) return (client:tasks {JobId = job.JobId})
--- end). `coverage` is that of all together. It has no cursor. When one fails, the others are closed.
---@usage aliota.chain(client:tasks {JobId = job_id}, client:tasks {JobId = job_id, TaskStatus = "FAILED"}):take(5)
---@param ... aliota.Tasks|aliota.Tasks[]
---@return aliota.Each<any, any, any>
function aliota.chain(...)
  local chain, problem = join(...)
  if not chain then blame("chain: " .. problem) end
  return chain
end

--- What runs here: the versions of aliota, Lua, libcurl, its TLS library and libcrypto. Prints as lines; `warning` says
--- that they don't fit together.
---@usage aliota.versions()
---@return aliota.Versions
function aliota.versions()
  return tell_versions(core.versions())
end

--- Prints what there is, or what is known of a name: a function, a method, an operation, a parameter, an option, a
--- field. Every line can be run at the prompt.
---@usage aliota.help "tasks"
---@param topic string|function|nil  nil: an overview
function aliota.help(topic)
  check_dot(topic, "help")
  local text, problem = require("aliota.help").on(topic)
  if not text then blame("help: " .. problem) end
  print(text)
end

-- A worker of nginx has others to answer while it would read files: they are read with the configuration.
if is_nginx() then lazy.load_all() end

-- Loaded when they are first used: a program that only lists needs none of them.
return require "aliota.util.public".part(aliota, "aliota", {
  filter = "aliota.filter", nginx = "aliota.nginx", report = "aliota.report", sandbox = "aliota.sandbox",
  write = "aliota.write",
})
