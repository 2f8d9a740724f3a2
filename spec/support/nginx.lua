-- A real nginx with its Lua module, on whose path this tree is, spec.support too.
local daemon = require "spec.support.daemon"
local shell = require "spec.support.shell"

local nginx = {}

-- Where Debian and others put what is not linked into nginx; OpenResty needs none of it.
local MODULE_FOLDERS = {"/usr/lib/nginx/modules", "/usr/lib64/nginx/modules"}

local HERE = shell.run "pwd":gsub("\n", "")

local CONFIGURATION = [[
%s
%s
daemon off;
worker_processes %d;
pid nginx.pid;
error_log error.log %s;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  lua_package_path "%s";
  lua_package_cpath "%s";
%s
  server {
    listen 127.0.0.1:%d%s;
%s
  }
}
]]

local function exists(path)
  local file = io.open(path)
  return file ~= nil and file:close()
end

local modules = {}
for _, folder in ipairs(MODULE_FOLDERS) do
  for _, name in ipairs {"ndk_http_module", "ngx_http_lua_module"} do
    local path = ("%s/%s.so"):format(folder, name)
    if exists(path) then modules[#modules + 1] = path end
  end
end

--- Whether there is one that knows Lua.
nginx.is_there = #modules > 0 or (daemon.has "nginx" and shell.run("PATH=$PATH:/usr/sbin nginx -V"):find "lua" ~= nil)

-- Workers of a master that is root would be nobody, who may not be able to read this tree.
local function own_user()
  local number, user, group = shell.run "id -u; id -un; id -gn":match "^(%d+)\n(.-)\n(.-)\n"
  return number == "0" and ("user %s %s;\n"):format(user, group) or ""
end

local HEAD = own_user()
for _, path in ipairs(modules) do HEAD = HEAD .. ("load_module %s;\n"):format(path) end

local function configuration(options, port)
  return CONFIGURATION:format(HEAD, options.top or "", options.workers or 1, options.log_level or "notice",
    HERE .. "/?.lua;" .. (os.getenv "LUA_PATH" or ";"), os.getenv "LUA_CPATH" or ";;", options.http or "", port,
    options.reuseport and " reuseport" or "", options.server or "")
end

local Server = {}

--- Its workers' process ids, without those that are shutting down.
---@return integer[]
function Server:workers()
  local pids = {}
  for line in shell.run("ps -o pid=,args= --ppid " .. self:pid()):gmatch "[^\n]+" do
    if line:find "worker process$" then pids[#pids + 1] = tonumber(line:match "%d+") end
  end
  return pids
end

--- Loads the configuration anew, or another one, and waits until new workers have replaced the old ones, which go on
--- with what they have begun.
---@param options table|nil as for `start`
function Server:reload(options)
  local before = {}
  for _, pid in ipairs(self:workers()) do before[pid] = true end
  if options then
    local file = assert(io.open(self.folder .. "/nginx.conf", "w"))
    file:write(configuration(options, self.port))
    file:close()
  end
  self:signal "HUP"
  daemon.wait_until(function()
    local workers = self:workers()
    for _, pid in ipairs(workers) do
      if before[pid] then return false end
    end
    return #workers > 0
  end)
end

--- Its error log.
---@return string
function Server:log()
  return self:read "error.log"
end

--- Starts nginx and waits until it listens; fails with nginx's own words where the configuration is wrong.
---@param options table `server` (directives, such as locations), `http` (directives, such as lua_shared_dict), `top`
---(directives outside both, such as env), `workers` (1), `reuseport` (true: connections are spread over the workers
---evenly), `log_level` ("notice"), `files` (table<string, string>, put into its folder, which is its prefix)
---@return table server `endpoint`, `port`, `folder`, `pid()` of the master, `workers()`, `reload(options)`, `log()`,
---`read(name)`, `signal(name)`, `stop()`
function nginx.start(options)
  local server = daemon.start {
    command = function(self) return ("exec nginx -p '%s' -e error.log -c nginx.conf"):format(self.folder) end,
    files = function(self)
      local files = {["nginx.conf"] = configuration(options, self.port)}
      for name, content in pairs(options.files or {}) do files[name] = content end
      return files
    end,
    log = "error.log",
  }
  for name, method in pairs(Server) do server[name] = method end
  server.endpoint = "http://127.0.0.1:" .. server.port
  return server
end

return nginx
