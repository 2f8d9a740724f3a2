// The official clients behind one face: each takes a command with parameters under the vendor's names, and hands over
// what it hands to its own users, under the vendor's names again.
"use strict";
const http = require("node:http");
const sdk = require("@alicloud/iot20180120");
const { Config } = require("@alicloud/openapi-client");
const { RPCClient } = require("@alicloud/pop-core");
const { cast, toMap } = require("@alicloud/tea-typescript");

function callSdk({ action, params, endpoint, credentials, headers }, signatureAlgorithm) {
  const client = new sdk.default(new Config({
    ...credentials, endpoint, protocol: "http", signatureAlgorithm, globalParameters: { headers },
  }));
  const method = action[0].toLowerCase() + action.slice(1);
  return client[method](cast(params, new sdk[`${action}Request`]({}))).then((response) => toMap(response.body));
}

const agent = new http.Agent({ keepAlive: true }); // shared, as each client would open a connection of its own

function callPop({ action, params, endpoint, credentials }, method) {
  const client = new RPCClient({ ...credentials, endpoint: `http://${endpoint}`, apiVersion: "2018-01-20" });
  return client.request(action, params, { method, agent });
}

module.exports = {
  "sdk": (command) => callSdk(command),
  "sdk-v1": (command) => callSdk(command, "v2"),
  "pop-get": (command) => callPop(command, "GET"),
  "pop-post": (command) => callPop(command, "POST"),
};
