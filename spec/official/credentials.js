// The official package's default chain in an environment of its own, without network: each request is answered from a
// table of "METHOD host/path Action" → body. Prints the keys that it finds, or its error.
"use strict";
const http = require("@alicloud/credentials/dist/src/providers/http");
const { default: DefaultProvider } = require("@alicloud/credentials/dist/src/providers/default");

const answers = JSON.parse(process.argv[2]);

http.doRequest = async (request) => {
  const { host, pathname, searchParams } = new URL(request.toRequestURL());
  const body = answers[`${request.method} ${host}${pathname} ${searchParams.get("Action") ?? ""}`.trim()];
  return new http.Response({ statusCode: body ? 200 : 404, headers: {}, body: Buffer.from(body ?? "") });
};

DefaultProvider.builder().build().getCredentials().then(
  ({ accessKeyId, accessKeySecret, securityToken }) =>
    console.log(JSON.stringify({
      access_key_id: accessKeyId, access_key_secret: accessKeySecret, security_token: securityToken,
    })),
  (error) => console.log(JSON.stringify({ error: error.message })),
).then(() => process.exit());
