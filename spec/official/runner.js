// Calls the official clients as told: a command a line of JSON on standard input, an answer a line on standard output.
// A call without an endpoint goes to the recorder, and is answered with the request that the client sent.
"use strict";
const readline = require("node:readline");
const seams = require("./seams");
const clients = require("./clients");
const recorder = require("./recorder");

function describe({ name, code, message, data, statusCode, entry }) {
  return { name, code, message, data, status: statusCode ?? entry?.response.statusCode };
}

async function call(command, recorded) {
  seams.set(command);
  try {
    const body = await clients[command.client]({ endpoint: recorded.endpoint, ...command });
    return command.endpoint ? { body } : recorded.last;
  } catch (error) {
    return { error: describe(error) };
  }
}

async function main() {
  const recorded = await recorder.start();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await call(JSON.parse(line), recorded)));
  }
  process.exit(); // the clients keep connections open
}

main();
