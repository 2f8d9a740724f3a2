-- Which proxy a request goes through.
local lazy = require "aliota.util.lazy"
local address = lazy "aliota.call.address"
local ascii = require "aliota.util.ascii"
local is_loopback = lazy "aliota.call.loopback"
local variable = require "aliota.util.variable"

local proxy = {}

local SCHEMES = {http = true, https = true, socks4 = true, socks4a = true, socks5 = true, socks5h = true}

--- What is wrong with an address. It is not shown, as it may hold a password.
---@param value string
---@return string|nil problem
function proxy.problem_with(value)
  local scheme = value:match "^([A-Za-z][A-Za-z0-9]*)://" or "http"
  if not SCHEMES[ascii.lower(scheme)] then return ("has the unknown scheme %q"):format(scheme) end
  if address.is_clear(value) then return nil end
  return "can't be read; it must look like http://user:password@host:8080, and what is no letter or digit in user and "
    .. "password (such as / ? # @ or a blank) must be percent-encoded"
end

-- The variables that libcurl reads, in its order; it knows HTTP_PROXY in small letters alone, as a CGI program's
-- variable of that name is a visitor's header.
local OF_ENVIRONMENT = {
  http = function() return (variable.get("http_proxy", "all_proxy", "ALL_PROXY")) end,
  https = function() return (variable.get("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")) end,
}

-- Besides names, which stand for those below them, too, libcurl knows addresses, blocks of them such as 10.0.0.0/8, and
-- "*" when nothing else stands there.
local function is_known(exception)
  if exception:find "^[%x.:]+/%d+$" then return true end
  return not exception:find "[*/]" and not exception:find "^[^:]*:%d*$" and not exception:find "%]:"
end

-- Exceptions that other programs understand, and libcurl passes over in silence.
local function doubt_about_exceptions()
  local value, name = variable.get("no_proxy", "NO_PROXY")
  if not value or value == "*" then return nil end
  local unknown = {}
  for exception in value:gmatch "[^, \t]+" do
    if not is_known(exception) then unknown[#unknown + 1] = exception end
  end
  if not unknown[1] then return nil end
  return ("%s holds %s, which libcurl does not understand: it knows example.com, which stands for all names below it, "
    .. "too, and addresses; no \"*\" in a name, no port and no scheme"):format(name, table.concat(unknown, ", "))
end

--- How requests choose their proxy.
---@param option string|false|nil  an address; false: none; nil: as the environment says, but never for this machine
---@return fun(url: string): string|nil, string|nil, string|nil  what to tell libcurl: an address, "" for none, nil to
---let it look into the environment; the address that this comes to, unless no_proxy says otherwise; and what to say of
---exceptions that are not understood. A function, so that no dump shows the password
function proxy.chooser(option)
  if option == false then return proxy.none end
  if option then return function() return option, option end end
  return function(url)
    local look_up = OF_ENVIRONMENT[ascii.lower(url:match "^[A-Za-z]*")]
    local found = look_up and look_up()
    local place = found and address.read(url)
    if not place then return nil end
    if is_loopback(place.host) then return "" end
    return nil, found, doubt_about_exceptions()
  end
end

--- Chooses none.
---@return string
function proxy.none() return "" end

return proxy
