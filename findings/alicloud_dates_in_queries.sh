#!/bin/sh
# @alicloud/openapi-util 0.3.3, which builds the requests of Alibaba Cloud's clients for Node: a Date among the
# parameters is left out, without a word, as it is an object without members; so is a Map. @alicloud/pop-core 1.8.0, the
# client before it, sends the Date's text as JavaScript prints it, in the local zone, and undefined as the text
# `undefined`, which the new one leaves out. One would have guessed the ISO time that JSON.stringify gives, or an error.
# A list that was to begin at a time begins anywhere.
. "$(dirname "$0")/packages.sh"
npm_package @alicloud/openapi-util@0.3.3 @alicloud/pop-core@1.8.0

cat >ask.js <<'END'
const { createServer } = require("node:http");
const { default: OpenApiUtil } = require("@alicloud/openapi-util");
const RPCClient = require("@alicloud/pop-core");

const query = { From: new Date(1699142400000), To: undefined, Size: 10 };
const server = createServer((request, response) => {
  const asked = [...new URL(request.url, "http://localhost").searchParams].filter(([name]) => name in query);
  response.end(JSON.stringify(asked.map((pair) => pair.join("="))));
});
server.listen(0, "127.0.0.1", async () => {
  const client = new RPCClient({
    endpoint: `http://127.0.0.1:${server.address().port}`, accessKeyId: "id", accessKeySecret: "secret",
    apiVersion: "2018-01-20",
  });
  console.log("openapi-util:", OpenApiUtil.toForm(OpenApiUtil.query(query)));
  console.log("openapi-util:", OpenApiUtil.toForm(OpenApiUtil.query({ Tags: new Map([["site", "eu"]]), Size: 10 })));
  console.log("pop-core:", ...await client.request("ListOTATaskByJob", query));
  server.close();
});
END
TZ=UTC node ask.js | expect 'openapi-util: Size=10
openapi-util: Size=10
pop-core: From=Sun Nov 05 2023 00:00:00 GMT+0000 (Coordinated Universal Time) Size=10 To=undefined'
