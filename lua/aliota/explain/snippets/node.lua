-- A call as a script for Node 18 or newer, with nothing but its own library.

local HEAD = [[
const { createHash, createHmac, randomUUID } = require("node:crypto");

const keyId = process.env.ALIBABA_CLOUD_ACCESS_KEY_ID;
const secret = process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET;
const now = new Date().toISOString().replace(/\.\d+/, "");
const encode = (text) => encodeURIComponent(text)
  .replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
const parameters = {
  {{parameters}}
};
const query = Object.keys(parameters).sort().map((name) => encode(name) + "=" + encode(parameters[name])).join("&");
]]

return {
  fresh = {
    time = "now", nonce = "randomUUID()", id = "keyId", token = "process.env.ALIBABA_CLOUD_SECURITY_TOKEN",
  },
  separator = "\n  ",

  v3 = HEAD .. [[
const headers = {
  {{headers}}
};
const names = Object.keys(headers).sort();
const canonical = [
  "{{method}}", {{path}}, query, ...names.map((name) => name + ":" + headers[name]), "", names.join(";"),
  "{{hash}}",
].join("\n");
const toSign = "ACS3-HMAC-SHA256\n" + createHash("sha256").update(canonical).digest("hex");
const signature = createHmac("sha256", secret).update(toSign).digest("hex");
headers.Accept = "application/{{format}}";
headers.Authorization = "ACS3-HMAC-SHA256 " +
  `Credential=${keyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
fetch({{url}} + query, { method: "{{method}}", headers })
  .then((answer) => answer.text()).then(console.log);
]],

  v1 = HEAD:gsub("createHash, ", "") .. [[
const toSign = "{{method}}&%2F&" + encode(query);
const signature = createHmac("sha1", secret + "&").update(toSign).digest("base64");
fetch({{url}} + query + "&Signature=" + encode(signature), { method: "{{method}}" })
  .then((answer) => answer.text()).then(console.log);
]],
}
