// The same as child/paced.lua through the official SDK, as its samples have it: one page after the other. The arguments
// are the endpoint and the batch; keys are in the environment.
"use strict";
const { default: Iot, ListOTATaskByJobRequest } = require("@alicloud/iot20180120");
const { Config } = require("@alicloud/openapi-client");

const [endpoint, jobId] = process.argv.slice(2);
const client = new Iot(new Config({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  protocol: "http",
  endpoint: new URL(endpoint).host,
}));

async function main() {
  const start = process.hrtime.bigint();
  let tasks = 0;
  let pages = 1;
  for (let currentPage = 1; currentPage <= pages; currentPage++) {
    const request = new ListOTATaskByJobRequest({ jobId, currentPage, pageSize: 100 });
    const { body } = await client.listOTATaskByJob(request);
    tasks += body.data.simpleOTATaskInfo.length;
    pages = body.pageCount;
  }
  console.log(`seconds ${Number(process.hrtime.bigint() - start) / 1e9}`);
  console.log(`tasks ${tasks}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
