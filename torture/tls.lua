-- A transfer over TLS, of one kind in each row: so a round is short, and there are thousands. What is given is the
-- server's URL, the file of its authority, the folder of another authority and the kind. That other one has issued the
-- client's certificate, and does not know the server.
local core = require "aliota.core"

local url, ca_file, folder, kind = (...):match "^(%S+) (%S+) (%S+) (%S+)$"
local http = core.http.new()
local LONG = ("x"):rep(20000) -- more than one record of TLS holds
local MOST_LOOKS = 5000 -- for a transfer, which needs a few dozen

-- Libcurl 7.88 may go round in circles until time is out. That is given up here, and counted.
local function finish(options)
  options.proxy, options.timeout, options.connect_timeout = "", 60, 60
  options.url, options.ca_file = options.url or url .. options.path, options.ca_file or ca_file
  local transfer, looks = http:queue(options), 0
  while not transfer:done() do
    http:wait(0.05)
    http:step()
    looks = looks + 1
    if looks == MOST_LOOKS then
      print "circles"
      transfer:cancel()
    end
  end
  return transfer:result()
end

-- Whatever fails, somebody must say so: nobody waits for what will not come, and no answer is cut short. Of "too large"
-- see transfers.lua.
local function check_failure(failure)
  check(failure.category ~= "timeout" and (failure.sent or failure.category ~= "too large"), failure.category)
  check(failure.message ~= "")
  return nil, failure.message
end

local function fetch(options, is_right)
  local answer, failure = finish(options)
  if not answer then return check_failure(failure) end
  check(answer.status == 200 and is_right(answer.body), "another answer")
  return true
end

-- What must never be sent, as the server is not whom it should be. `words` are what libcurl says of that.
local function refuse(options, words)
  local answer, failure = finish(options)
  check(not answer, "a server was trusted that nobody vouched for")
  check(not failure.sent, "a request was sent before the server was known")
  if failure.category == "tls" and failure.message:find(words, 1, true) then return true end
  return check_failure(failure)
end

local function post()
  return fetch({path = "/echo", method = "POST", body = LONG}, function(body)
    return body:sub(-#LONG - 4) == "\r\n\r\n" .. LONG
  end)
end

-- Where OpenSSL has no memory to choose how to sign with a certificate, it shows none: then the server refuses.
local function show(connection)
  return fetch({path = "/whom", connection = connection}, function(body) return body == "CN=a" end)
end

local KINDS = {
  trusted = function() return fetch({path = "/plain"}, function(body) return body == LONG end) end,
  reused = post,
  pem = function()
    return show {cert_file = folder .. "/a.pem", key_file = folder .. "/a-locked.key", key_password = "secret"}
  end,
  pkcs12 = function() return show {cert_file = folder .. "/a.p12", cert_type = "P12", key_password = "secret"} end,
  unknown = function()
    return refuse({path = "/plain", ca_file = folder .. "/ca.pem"}, "unable to get local issuer certificate")
  end,
  misnamed = function()
    return refuse({url = url:gsub("127.0.0.1", "localhost") .. "/plain"}, "no alternative certificate subject name")
  end,
}

if kind == "reused" then check(post()) end -- on a connection that was made when nothing failed
return KINDS[kind]
