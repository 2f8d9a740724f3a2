// A server that remembers the last request as it came over the wire, and finds every request good.
"use strict";
const http = require("node:http");

exports.start = async () => {
  const recorder = { last: null };
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      recorder.last = { method, url, headers, body: Buffer.concat(chunks).toString() };
      response.setHeader("content-type", "application/json;charset=utf-8");
      response.end('{"Success":true,"RequestId":"recorded"}');
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  recorder.endpoint = `127.0.0.1:${server.address().port}`;
  return recorder;
};
