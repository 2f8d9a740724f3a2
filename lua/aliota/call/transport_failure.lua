-- What went wrong on the way, in words for whoever has to do something about it. TLS tells it in OpenSSL's words alone,
-- which libcurl passes on.
local address = require "aliota.call.address"
local errors = require "aliota.api.errors"
local mask = require "aliota.call.mask"
local proxy_note = require "aliota.call.proxy_note"

local LOGIN = "ProxyAuthenticationRequired"

-- What the core calls a failure, and what we call it.
local FAILURES = {
  timeout = {kind = "timeout"}, network = {kind = "network"}, cancelled = {kind = "cancelled"},
  ["too large"] = {code = "AnswerTooLarge"}, ["proxy login"] = {kind = "network", code = LOGIN},
}

local UNCLEAR = "the address of the proxy, or of the credentials URI, can't be read and is not shown: percent-encode "
  .. "what is no letter or digit in its user and password, and see whether its port is one"

local SILENT_AT_TLS = "somebody takes the connection and does not go on with TLS: is it https that is spoken there, or "
  .. "http? Else the service or the way to it is slow; raise connect_timeout (seconds)"

-- Alerts that the other side sends; TLS 1.2 has only the second for a certificate that is missing, and in the last row
-- are libcurl's words for the third during a handshake of that.
local REFUSALS = {
  {"alert certificate required", "%s wants a client's certificate, and none was sent"},
  {"alert handshake failure", "%s may want a client's certificate, another version of TLS or other ciphers"},
  {"alert certificate expired", "%s says that the client's certificate has expired"},
  {"alert certificate revoked", "%s says that the client's certificate was revoked"},
  {"alert unknown ca", "%s does not trust the authority of the client's certificate"},
  {"alert bad certificate", "%s does not take the client's certificate"},
  {"alert unsupported certificate", "%s takes no client's certificate of this kind"},
  {"alert certificate unknown", "%s does not take the client's certificate"},
  {"alert access denied", "%s takes the client's certificate, and does not let its owner in"},
  {"SSL certificate verification failed", "%s says that the client's certificate has expired"},
}

local VERSION = "the other side speaks no version of TLS that this one takes; lower tls_min, if it is given, or ask "
  .. "who runs it"
local NO_TLS = "what listens there speaks no TLS, or not at this port: should the address begin with http://?"
local HINTS = {
  {"alert protocol version", VERSION}, {"unsupported protocol", VERSION}, {"wrong version number", NO_TLS},
}

local PROXY = "the proxy's certificate can't be trusted; if it is from an authority of your own, pass that authority's "
  .. "file as proxy_ca_file"
local REFUSED_BY_PROXY = "pass one that it takes as proxy_cert_file and proxy_key_file: not expired, and from an "
  .. "authority that it trusts"

local TICKET = "is there a ticket of Kerberos here, as klist tells, and one for the proxy by the name in its address? "
  .. "That needs \":@\" before the host: http://:@proxy.example.com:8080"

local function row_of(rows, message)
  for _, row in ipairs(rows) do
    if message:find(row[1], 1, true) then return row end
  end
end

local transport_failure = {}

-- What libcurl says, without passwords. Where it may have taken a part of one for a host, nothing of it is shown.
local function said(failure, addresses)
  for _, each in ipairs(addresses) do
    if address.userinfo(each) and not address.is_clear(each) then return UNCLEAR end
  end
  return mask(failure.message, nil, addresses) .. proxy_note(addresses)
end

--- A proxy has said by HTTP that it lets nothing through, so nothing has reached whoever was meant.
---@param status integer
---@param action string|nil
---@param addresses aliota.Addresses
---@return aliota.Error
function transport_failure.of_proxy(status, action, addresses)
  local wants_login = status == 407
  return errors.new {
    code = wants_login and LOGIN or "ProxyRefused", action = action, status = status,
    message = ("the proxy answered %d and let nothing through%s%s"):format(status,
      wants_login and ": it wants another user or password" or "", proxy_note(addresses)),
    hint = wants_login and addresses.connection and addresses.connection.proxy_auth == "negotiate" and TICKET or nil,
  }
end

-- Whether TLS has failed on the way to a proxy of https, and not behind it.
local function is_of_proxy(failure, addresses)
  return not failure.proxy_status and (addresses.proxy or ""):find "^[hH][tT][tT][pP][sS]:" ~= nil
end

local function of_tls(failure, action, message, addresses)
  local connection = addresses.connection
  local files = connection and connection.files ~= "" and (" (%s)"):format(connection.files) or ""
  if failure.category == "certificate" then
    if connection then connection.forget() end -- it may be the password that was wrong
    return errors.new {code = "ClientCertificateUnusable", action = action, message = message .. files}
  end
  local refusal, is_proxy = row_of(REFUSALS, message), is_of_proxy(failure, addresses)
  if refusal then
    return errors.new {
      kind = "tls", code = "ClientCertificateRefused", action = action,
      message = ("%s: %s%s"):format(refusal[2]:format(is_proxy and "the proxy" or "it"), message, files),
      hint = is_proxy and REFUSED_BY_PROXY or nil,
    }
  end
  local known = row_of(HINTS, message)
  return errors.new {
    kind = "tls", action = action, message = message,
    hint = known and known[2] or failure.proxy_distrusted and PROXY or nil,
  }
end

--- The error object of a transfer that failed.
---@param failure table  as the core tells it
---@param action string|nil
---@param addresses aliota.Addresses  that transport.start gave
---@return aliota.Error
function transport_failure.of(failure, action, addresses)
  local status, category = failure.proxy_status, failure.category
  if status and status >= 300 then return transport_failure.of_proxy(status, action, addresses) end
  local found = FAILURES[category]
  if category == "tls" or category == "certificate" then
    return of_tls(failure, action, said(failure, addresses), addresses)
  end
  return errors.new {
    kind = found.kind, code = found.code, action = action, message = said(failure, addresses),
    hint = category == "timeout" and failure.connected and not failure.sent and SILENT_AT_TLS or nil,
  }
end

return transport_failure
