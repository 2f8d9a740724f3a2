-- A call as a Python script, with nothing but Python's own library.

local HEAD = [[
import hashlib, hmac, os, urllib.error, urllib.request, uuid
from datetime import datetime, timezone
from urllib.parse import quote

key_id = os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"]
secret = os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
parameters = {
    {{parameters}}
}
query = "&".join(quote(name, "") + "=" + quote(value, "") for name, value in sorted(parameters.items()))
]]

local TAIL = [[
try:
    print(urllib.request.urlopen(request).read().decode())
except urllib.error.HTTPError as error:
    print(error.read().decode())
]]

return {
  fresh = {
    time = "now", nonce = "uuid.uuid4().hex", id = "key_id", token = 'os.environ["ALIBABA_CLOUD_SECURITY_TOKEN"]',
  },
  separator = "\n    ",

  v3 = HEAD .. [[
headers = {
    {{headers}}
}
names = ";".join(sorted(headers))
lines = "".join(name + ":" + headers[name] + "\n" for name in sorted(headers))
canonical = "\n".join(["{{method}}", {{path}}, query, lines, names, "{{hash}}"])
to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
headers["Accept"] = "application/{{format}}"
headers["Authorization"] = f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"
request = urllib.request.Request({{url}} + query, method="{{method}}", headers=headers)
]] .. TAIL,

  v1 = HEAD:gsub("^import ", "import base64, ") .. [[
to_sign = "{{method}}&%2F&" + quote(query, "")
digest = hmac.new((secret + "&").encode(), to_sign.encode(), hashlib.sha1).digest()
query += "&Signature=" + quote(base64.b64encode(digest), "")
request = urllib.request.Request({{url}} + query, method="{{method}}")
]] .. TAIL,
}
