-- A call as a shell script: openssl signs, curl sends.

local function text(value)
  return '"' .. value:gsub('[$`"\\]', "\\%0") .. '"'
end

local HEAD = [[
# For a moment a list of processes shows the secret, as openssl takes it as an argument.
: "${ALIBABA_CLOUD_ACCESS_KEY_ID:?}" "${ALIBABA_CLOUD_ACCESS_KEY_SECRET:?}"
nonce=$(openssl rand -hex 16)
]]

local SEND = [[curl -sS -X {{method}} -d '' -H 'Content-Type:' ]]

return {
  text = text,
  encoded = true,
  fresh = {time = '"$now"', nonce = '"$nonce"', id = '"$id"', token = '"$token"'},
  entry = function(name, value, kind) return name .. (kind == "header" and ":" or "=") .. value end,
  separator = " \\\n  ",

  v3 = HEAD .. [[
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
id=$ALIBABA_CLOUD_ACCESS_KEY_ID
token=${ALIBABA_CLOUD_SECURITY_TOKEN-}
query=$(printf '%s\n' \
  {{parameters}} | paste -sd '&' -)
headers=$(printf '%s\n' \
  {{headers}})
names=$(printf '%s\n' "$headers" | cut -d: -f1 | paste -sd ';' -)
digest=$(printf '{{method}}\n%s\n%s\n%s\n\n%s\n{{hash}}' {{path}} "$query" "$headers" "$names" |
  openssl dgst -sha256 -r | cut -d' ' -f1)
signature=$(printf 'ACS3-HMAC-SHA256\n%s' "$digest" |
  openssl dgst -sha256 -hmac "$ALIBABA_CLOUD_ACCESS_KEY_SECRET" -r | cut -d' ' -f1)
printf '%s\n' "$headers" | ]] .. SEND .. [[-H @- -H 'Accept: application/{{format}}' \
  -H "Authorization: ACS3-HMAC-SHA256 Credential=$id,SignedHeaders=$names,Signature=$signature" {{url}}"$query"
]],

  v1 = HEAD .. [[
encode() { printf %s "$1" | sed 's/%/%25/g; s/&/%26/g; s/=/%3D/g; s/+/%2B/g; s/\//%2F/g'; }
now=$(date -u +%Y-%m-%dT%H%%3A%M%%3A%SZ)
id=$(encode "$ALIBABA_CLOUD_ACCESS_KEY_ID")
token=$(encode "${ALIBABA_CLOUD_SECURITY_TOKEN-}")
query=$(printf '%s\n' \
  {{parameters}} | paste -sd '&' -)
signature=$(printf '{{method}}&%%2F&%s' "$(encode "$query")" |
  openssl dgst -sha1 -hmac "$ALIBABA_CLOUD_ACCESS_KEY_SECRET&" -binary | openssl base64)
]] .. SEND .. [[{{url}}"$query&Signature=$(encode "$signature")"
]],
}
