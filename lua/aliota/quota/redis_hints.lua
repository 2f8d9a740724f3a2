-- What to do when Redis, or the way to it, refuses: by the code that Redis's errors begin with.

local BY_CODE = {
  WRONGPASS = "are username and password those of this Redis?",
  NOAUTH = "this Redis wants a password, and a username where it has users: give it the options password and username",
  NOPERM = "the user needs what aliota does: ACL SETUSER … ~aliota:* +evalsha +script|load +info +time +get +set "
    .. "+pttl",
  READONLY = "this Redis is a replica: name its master, or the Sentinels that know it",
  OOM = "Redis has no memory left for the few hundred bytes of a quota: raise its maxmemory, or let it evict some",
  LOADING = "Redis has just been started and reads its data: calls go on by themselves when it has",
  BUSY = "another program's script holds Redis up: SCRIPT KILL ends it",
  MISCONF = "Redis takes no changes, as it can't save them to its disk: see its log",
  MOVED = "this Redis is a node of a cluster: give the option cluster some of its nodes",
  CLUSTERDOWN = "the cluster has lost nodes that nobody replaces, or slots: see redis-cli --cluster check",
  TRYAGAIN = "the slot is on its way to another node: calls go on by themselves when it is there",
  MASTERDOWN = "this Redis is a replica that has lost its master: name the master",
  NOREPLICAS = "Redis takes no changes without its replicas, see its min-replicas-to-write: are they running?",
}

local OF_CLIENT = "does this Redis want a client's certificate, see its tls-auth-clients? give it cert_file and "
  .. "key_file, of an authority in its tls-ca-cert-file, and not expired"

-- Errors without a code of their own, and those of the connection.
local BY_TEXT = {
  {"knows no master", "is it this name, which SENTINEL MASTERS tells, in the option master?"},
  {"get-master-addr-by-name", "this is no Sentinel: those listen at 26379 mostly"},
  {"WRONGPASS", "are sentinel_username and sentinel_password those of the Sentinels?"},
  {"NOAUTH", "the Sentinels want a password: give it the options sentinel_password and sentinel_username"},
  {"in no cluster", "name it as host and port instead, or see its cluster-enabled"},
  {"it is a Sentinel", "give it as one of the option sentinels, and master as the name of what it watches"},
  {"DB index", "has this Redis as many databases as the option database says?"},
  {"without any password", "this Redis has no password: leave username and password out"},
  {"no password is set", "this Redis has no password: leave username and password out"},
  {"can be shown", "mend what is said of it: the files are read for each new connection"},
  {"after the TLS handshake", OF_CLIENT},
  {" alert ", OF_CLIENT},
  {"another host", "give as host the name that the certificate is for"},
  {"host mismatch", "give as host the name that the certificate is for"},
  {"certificate", "name who signed it: with ca_file, in nginx with lua_ssl_trusted_certificate"},
  {": handshake failed", "nginx's error log says why: no TLS at this port, none of lua_ssl_protocols, or no "
    .. "certificate of ours that Redis trusts: cert_file and key_file name one"},
  {"handshake", "does Redis speak TLS at this port, see its tls-port?"},
  {"the Lua module", "it is what aliota reaches Redis with"},
  {"API disabled in the context", "make the call where nginx can wait, such as in content_by_lua or a timer"},
}

local UNREACHABLE = "is Redis running, and reachable from here? when_away = 0.1 goes on without it, with a tenth "
  .. "of the quota for each process"

-- Redis 6 and older wrap what stopped the script: "ERR Error running script (call to …): @user_script:3: -READONLY …".
local function code_of(problem)
  local code = problem:gsub("^the [mn][a-z]+ at [^ ]+: ", ""):match "^([A-Z]+) "
  if code == "ERR" then return problem:match "@user_script: ?%d+: %-([A-Z]+) " end
  return code
end

--- What may help.
---@param problem string  what Redis said, or why it said nothing
---@return string
return function(problem)
  local hint = BY_CODE[code_of(problem) or ""]
  if hint then return hint end
  for _, known in ipairs(BY_TEXT) do
    if problem:find(known[1], 1, true) then return known[2] end
  end
  return UNREACHABLE
end
