// Lists a batch as the official SDK's users do: a page after the other, as the SDK has no pager. Prints the seconds it
// took. Arguments: the server's port, the batch; keys in the environment.
"use strict";
const { default: Iot, ListOTATaskByJobRequest } = require("@alicloud/iot20180120");
const { Config } = require("@alicloud/openapi-client");
const { RuntimeOptions } = require("@alicloud/tea-util");

const [, , port, jobId] = process.argv;

const client = new Iot(new Config({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  protocol: "http",
  endpoint: `127.0.0.1:${port}`,
}));

async function main() {
  const start = process.hrtime.bigint();
  const runtime = new RuntimeOptions({ readTimeout: 15000, connectTimeout: 5000 });
  let tasks = 0, total = 1;
  for (let currentPage = 1; tasks < total; currentPage++) {
    const request = new ListOTATaskByJobRequest({ jobId, currentPage, pageSize: 100 });
    const { body } = await client.listOTATaskByJobWithOptions(request, runtime);
    total = body.total;
    tasks += body.data.simpleOTATaskInfo.length;
  }
  console.log(`tasks ${tasks}`);
  console.log(`seconds ${Number(process.hrtime.bigint() - start) / 1e9}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
