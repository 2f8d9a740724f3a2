#!/bin/sh
# aedes 1.2.0 (npm), a broker, matches what is sent as MQTT 3.1.1 says, but retained messages by another rule: `pair/+`
# gets no `pair/`, `#` gets `$fleet/1`, and who subscribed with QoS 0 is sent QoS 1. Of a message of QoS 1 a client with
# `ota/#` at QoS 0 and `ota/inform` at QoS 1 is sent one with QoS 0, where the standard has the higher of the two. One
# would have guessed one rule for both, and the higher QoS. A message that was to come at least once is lost, and a
# device does not learn of its state when it comes back.
. "$(dirname "$0")/packages.sh"
npm_package aedes@1.2.0 mqtt@5.16.0

cat >seen.mjs <<'END_OF_SCRIPT'
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import { createServer } from "node:net";

const broker = await Aedes.createBroker();
const server = createServer(broker.handle);
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const connect = () => connectAsync({ host: "127.0.0.1", port: server.address().port, reconnectPeriod: 0 });
const sender = await connect();

// What a client with these subscriptions is sent, up to a message for it alone that comes after all others.
const seen = async (subscriptions, topic, retain) => {
  const client = await connect();
  const end = `end/${client.options.clientId}`, messages = [];
  const ended = new Promise((resolve) => client.on("message", (name, _, { qos }) =>
    name === end ? resolve() : messages.push(`${name} QoS ${qos}`)));
  await client.subscribeAsync(end);
  if (retain) await sender.publishAsync(topic, "new", { qos: 1, retain });
  await client.subscribeAsync(subscriptions);
  if (!retain) await sender.publishAsync(topic, "new", { qos: 1 });
  await new Promise((wait) => setTimeout(wait, 200));
  await sender.publishAsync(end, "");
  await ended;
  const how = retain ? "retained" : "sent";
  console.log(JSON.stringify(subscriptions), how, `${topic}:`, messages.join(", ") || "nothing");
  await client.endAsync();
};
const overlapping = { "ota/#": { qos: 0 }, "ota/inform": { qos: 1 } };
await seen(overlapping, "ota/inform", false);
await seen({ "ota/inform": { qos: 1 } }, "ota/inform", false);
for (const retain of [false, true]) {
  await seen({ "state/+": { qos: 0 } }, "state/1", retain);
  await seen({ "pair/+": { qos: 1 } }, "pair/", retain);
  await seen({ "#": { qos: 1 } }, "$fleet/1", retain);
}
process.exit();
END_OF_SCRIPT
timeout 60 node seen.mjs | expect '{"ota/#":{"qos":0},"ota/inform":{"qos":1}} sent ota/inform: ota/inform QoS 0
{"ota/inform":{"qos":1}} sent ota/inform: ota/inform QoS 1
{"state/+":{"qos":0}} sent state/1: state/1 QoS 0
{"pair/+":{"qos":1}} sent pair/: pair/ QoS 1
{"#":{"qos":1}} sent $fleet/1: nothing
{"state/+":{"qos":0}} retained state/1: state/1 QoS 1
{"pair/+":{"qos":1}} retained pair/: nothing
{"#":{"qos":1}} retained $fleet/1: state/1 QoS 1, pair/ QoS 1, $fleet/1 QoS 1'
