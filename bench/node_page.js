// The same as child/page.lua through the official SDK, and the same number of pages again: V8 is still optimising
// during the first ones. The argument is the server's port.
"use strict";
const { default: Iot, ListOTATaskByJobRequest } = require("@alicloud/iot20180120");
const { Config } = require("@alicloud/openapi-client");

const WARM_UP = 20;
const PAGES = 1000;

const client = new Iot(new Config({
  accessKeyId: "bench",
  accessKeySecret: "bench-secret",
  protocol: "http",
  endpoint: `127.0.0.1:${process.argv[2]}`,
}));

async function fetchPages(times) {
  for (let i = 0; i < times; i++) {
    const request = new ListOTATaskByJobRequest({
      jobId: "7glPHmaDYLAYMD1HHutT020000", currentPage: 1, pageSize: 100,
    });
    const { body } = await client.listOTATaskByJob(request);
    if (body.data.simpleOTATaskInfo.length !== 100) throw new Error("100 tasks expected");
  }
}

async function measure(name) {
  const start = process.cpuUsage();
  await fetchPages(PAGES);
  const { user, system } = process.cpuUsage(start);
  console.log(`${name} ${(user + system) / PAGES / 1000}`);
}

async function main() {
  await fetchPages(WARM_UP);
  await measure("milliseconds");
  await measure("later");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
