-- An nginx of our own on loopback that answers every request, POST too, with one page; or, given a `total`, lists a
-- batch of so many tasks: bench/page.lua with the number that was asked for, and with a TaskId, an IotId and a
-- DeviceName of its own for every row of every page of every TaskStatus. It lives no longer than its handle: a shell
-- waits at a pipe whose end, by `stop` or by the death of this process, is what stops it.
local shell = require "bench.shell"
local socket = require "cqueues.socket"

local nginx = {}

-- Server and client share a CPU, if not told otherwise: what waking another one costs depends on its sleep and on the
-- virtual machine, and would be the larger part of what libcurl takes.
local ON_CPU = "taskset -c %d "

-- A static file refuses POST with 405, which is then answered with the file.
local CONFIG = [[
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  keepalive_requests 1000000;
%s
  server {
    listen 127.0.0.1:%d;
    root .;
    default_type application/json;
    location / {
      try_files /page.json =404;
      error_page 405 =200 /page.json?$args;
    }
  }
}
]]

-- Beyond the window each state has as many tasks as it shows. What has no TaskStatus begins with those of the first.
local BATCH = [[
  map $arg_TaskStatus $of_status {
    "" "C";
    CONFIRM "C";
    QUEUED "Q";
    NOTIFIED "N";
    IN_PROGRESS "I";
    SUCCEEDED "S";
    FAILED "F";
    CANCELED "X";
  }
  map $arg_TaskStatus $total {
    "" %d;
    default 100000;
  }
  sub_filter_types application/json;
  sub_filter_once off;
  sub_filter '"TaskId":"y3tOmC' '"TaskId":"$of_status$arg_CurrentPage-';
  sub_filter '"IotId":"SR8FiT' '"IotId":"$of_status$arg_CurrentPage-';
  sub_filter '"DeviceName":"thermo' '"DeviceName":"$of_status$arg_CurrentPage-';
  sub_filter '"CurrentPage":1' '"CurrentPage":$arg_CurrentPage';
  sub_filter '"Total":2500' '"Total":$total';
]]

local KEEPER = [[
trap '' INT TERM
PATH=$PATH:/usr/sbin
%snginx -p %s -e error.log -c nginx.conf &
read -r _
kill $!
wait $!
rm -rf %s
]]

local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  assert(file:close())
end

local function free_port()
  local listener = assert(socket.listen("127.0.0.1", 0))
  local _, _, port = assert(listener:listen()):localname()
  listener:close()
  return math.tointeger(port)
end

local function wait_for(path)
  for _ = 1, 100 do
    local file = io.open(path)
    if file then return file:close() end
    os.execute("sleep 0.05")
  end
  error("nginx did not start", 0)
end

local Server = {}
Server.__index = Server

--- Ends nginx and waits until it and its folder are gone.
function Server:stop()
  self.keeper:close()
end

Server.__close = Server.stop

--- Serves `page`, a text, at `port`.
---@param page string
---@param total integer|nil
---@param cpu integer|nil  (0)
---@return table server `port`; `beside`, what a client's command line starts with
function nginx.start(page, total, cpu)
  local prefix, port = shell.output("mktemp -d"):match("%S+"), free_port()
  write(prefix .. "/page.json", page)
  write(prefix .. "/nginx.conf", CONFIG:format(total and BATCH:format(total) or "", port))
  local quoted = shell.quote(prefix)
  local on_cpu = ON_CPU:format(cpu or 0)
  local keeper = io.popen(KEEPER:format(on_cpu, quoted, quoted), "w")
  local server = setmetatable({port = port, beside = on_cpu, keeper = keeper}, Server)
  wait_for(prefix .. "/nginx.pid")
  return server
end

return nginx
