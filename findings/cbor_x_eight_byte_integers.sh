#!/bin/sh
# cbor-x 1.6.9: what came as an integer of eight bytes is a BigInt, however small it is, 5 as well, which JSON.stringify
# refuses ("Do not know how to serialize a BigInt"), and which is !== 5. cbor 10.0.12 makes numbers of all that fit. And
# what cbor-x itself writes of a whole number from 2^32 on, such as any time in milliseconds, is a float (fb), so a
# round trip through it shows nothing, and a peer that declares an integer gets none. One would have guessed that the
# size on the wire makes no difference, as it makes none in the data model of CBOR.
. "$(dirname "$0")/packages.sh"
npm_package cbor-x@1.6.9 cbor@10.0.12

node -e '
  const x = require("cbor-x"), cbor = require("cbor");
  const five = Buffer.from("1b0000000000000005", "hex");
  console.log("cbor-x", typeof x.decode(five), "cbor", typeof cbor.decodeFirstSync(five));
  try { JSON.stringify({progress: x.decode(five)}); } catch (error) { console.log(error.message); }
  const time = 1798761600000;
  console.log("cbor-x", x.encode(time).toString("hex"), "cbor", cbor.encode(time).toString("hex"));
  console.log(typeof x.decode(x.encode(time)), typeof x.decode(cbor.encode(time)));
' | expect 'cbor-x bigint cbor number
Do not know how to serialize a BigInt
cbor-x fb427a2ce8bd400000 cbor 1b000001a2ce8bd400
number bigint'
