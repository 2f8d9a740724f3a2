#!/bin/sh
# lwm2m-codec 0.1.1 (npm): of a resource that has several instances, such as a device's power sources, it reads the
# first one alone from JSON, although it writes all of them; in TLV it writes their numbers as texts, and so reads
# texts. Of bytes, such as a firmware package, it writes nothing into JSON. Nothing is raised. One would have guessed
# that a codec reads what it wrote, and numbers as numbers, as it does with a single instance.
. "$(dirname "$0")/packages.sh"
npm_package lwm2m-codec@0.1.1

node - <<'END_OF_SCRIPT' | expect '{"battLevel":80}
  tlv 0300c10950 {"battLevel":80}
  json {"bn":"/3/0","e":[{"n":"9","v":80}]} {"battLevel":80}
{"availPwrSrc":{"0":1,"1":5}}
  tlv 0800088606410031410135 {"availPwrSrc":{"0":"1","1":"5"}}
  json {"bn":"/3/0","e":[{"n":"6/0","v":1},{"n":"6/1","v":5}]} {"availPwrSrc":{"0":1}}
{"package":{"type":"Buffer","data":[1,2,3]}}
  tlv 0500c300010203 {"package":"AQID"}
  json {"bn":"/5/0","e":[{"n":"0"}]} {}'
const codec = require("lwm2m-codec");
const cases = [
  ["/3/0", { battLevel: 80 }],
  ["/3/0", { availPwrSrc: { 0: 1, 1: 5 } }],
  ["/5/0", { package: Buffer.from([1, 2, 3]) }],
];
for (const [path, value] of cases) {
  console.log(JSON.stringify(value));
  for (const format of ["tlv", "json"]) {
    const bytes = codec.encode(format, path, value);
    console.log(" ", format, format === "tlv" ? bytes.toString("hex") : String(bytes).trim(),
      JSON.stringify(codec.decode(format, path, bytes)));
  }
}
END_OF_SCRIPT
