#!/bin/sh
# avsc 5.7.9: the schema that Type.forValue infers from a value takes Avro's float, of 32 bits, for each integer from
# 2^31 on and for each fraction; its double only comes in from 2^53 - 1 on. A time in milliseconds that is written and
# read with it is off by 35 seconds here, and by up to a minute, 0.1 is read as 0.10000000149011612, and nobody says so.
# One would have guessed a long and a double, as numbers of JavaScript are doubles, and 2^53 is one here.
. "$(dirname "$0")/packages.sh"
npm_package avsc@5.7.9

node - <<'END' | expect '{"at":2147483647} int {"at":2147483647}
{"at":1699142400123} float {"at":1699142434816}
{"load":0.1} float {"load":0.10000000149011612}
{"at":9007199254740992} double {"at":9007199254740992}'
const { Type } = require("avsc");
const values = [{ at: 2 ** 31 - 1 }, { at: 1699142400123 }, { load: 0.1 }, { at: 2 ** 53 }];
for (const value of values) {
  const type = Type.forValue(value);
  const field = type.schema().fields[0];
  console.log(JSON.stringify(value), field.type, JSON.stringify(type.fromBuffer(type.toBuffer(value))));
}
END
