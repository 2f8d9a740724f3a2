-- A proxy that wants Negotiate: squid with its own helper, and a ticket of a real Kerberos, which has a realm, a key
-- distribution center and its keys in a folder of its own. Kerberos is told where by the environment, so another
-- process is the one with a ticket.
local daemon = require "spec.support.daemon"
local interpreter = require "spec.support.interpreter"
local shell = require "spec.support.shell"

local CLIENT = [[
[libdefaults]
  default_realm = ROAD.TEST
  dns_lookup_kdc = false
  dns_canonicalize_hostname = false
  rdns = false
  udp_preference_limit = 1
[realms]
  ROAD.TEST = {
    kdc = 127.0.0.1:%d
  }
]]

local CENTER = [[
[kdcdefaults]
  kdc_listen = ""
  kdc_tcp_listen = 127.0.0.1:%d
[realms]
  ROAD.TEST = {
    database_name = %s/principal
    key_stash_file = %s/stash
  }
]]

local START = [[
export PATH=$PATH:/usr/sbin KRB5_CONFIG=$PWD/client KRB5_KDC_PROFILE=$PWD/center
kdb5_util create -s -r ROAD.TEST -P master
for query in 'addprinc -pw hush alice' 'addprinc -randkey HTTP/127.0.0.1' "ktadd -k $PWD/keytab HTTP/127.0.0.1"; do
  kadmin.local -q "$query"
done
chmod a+rx . && chmod a+r client keytab
exec krb5kdc -n]]

-- With a folder: whoever has a ticket lists by the proxy.
local TICKETED = [[
cd '%s' && export KRB5_CONFIG=$PWD/client KRB5CCNAME=FILE:$PWD/ticket && echo hush | kinit alice && cd - && exec %s -e '
  local proxied, squid_road = require "real.roads.proxied", require "real.roads.squid_road"
  local helper = "/usr/lib/squid/negotiate_kerberos_auth -k " .. arg[1] .. "/keytab -s HTTP/127.0.0.1@ROAD.TEST"
  io.write("\nseen: ", proxied(squid_road.new(squid_road.alice_by("negotiate", helper), {
    login = ":@", options = {proxy_auth = "negotiate"},
  })))
' - '%s' </dev/null]]

return {
  version = "klist -V | grep -o '[0-9.]*$'",
  try = function()
    local center = daemon.start {
      command = function() return START end,
      files = function(self)
        return {client = CLIENT:format(self.port), center = CENTER:format(self.port, self.folder, self.folder)}
      end,
    }
    local output, status = shell.run(TICKETED:format(center.folder, interpreter, center.folder))
    center:stop()
    if status ~= 0 then error(output, 0) end
    return output:match "\nseen: (.*)"
  end,
}
