// The official package's default chain, without network: reads {environment, answers} a line, of which the latter is a
// table of "METHOD host/path Action" → body. Prints the keys that it finds there, or its error, a line each.
"use strict";
const readline = require("node:readline");
const http = require("@alicloud/credentials/dist/src/providers/http");
const { default: DefaultProvider } = require("@alicloud/credentials/dist/src/providers/default");

let answers = {};

http.doRequest = async (request) => {
  const { host, pathname, searchParams } = new URL(request.toRequestURL());
  const body = answers[`${request.method} ${host}${pathname} ${searchParams.get("Action") ?? ""}`.trim()];
  return new http.Response({ statusCode: body ? 200 : 404, headers: {}, body: Buffer.from(body ?? "") });
};

// Variable by variable, as the real environment is what a home directory is looked up in.
function setEnvironment(variables) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
}

async function resolve() {
  try {
    const { accessKeyId, accessKeySecret, securityToken } = await DefaultProvider.builder().build().getCredentials();
    return { access_key_id: accessKeyId, access_key_secret: accessKeySecret, security_token: securityToken };
  } catch (error) {
    return { error: error.message };
  }
}

async function main() {
  const path = process.env.PATH;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    answers = command.answers;
    setEnvironment({ PATH: path, ...command.environment });
    console.log(JSON.stringify(await resolve()));
  }
  process.exit(); // a provider may have a timer
}

main();
