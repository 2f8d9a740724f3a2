#!/bin/sh
# cbor-sync 1.0.4 (npm): a time as seconds since 1970, which is tag 1 of CBOR, is read as milliseconds: of 2023-11-14 it
# makes the 20th of January 1970, and nothing is raised. It writes a Date as a text (tag 0), so that it reads its own
# ones well. borc 3.0.0 always writes the number, and Python's cbor2 5.4.6 with `datetime_as_timestamp`. One would have
# guessed seconds, as the format has no other. What devices report seems to be older than any of them.
. "$(dirname "$0")/packages.sh"
npm_package cbor-sync@1.0.4 borc@3.0.0
debian python3-cbor2=5.4.6-1+b1

PYTHONPATH=usr/lib/python3/dist-packages python3 -c '
import cbor2, datetime
time = datetime.datetime(2023, 11, 14, 22, 13, 20, tzinfo=datetime.timezone.utc)
open("seconds", "wb").write(cbor2.dumps(time, datetime_as_timestamp=True))
open("text", "wb").write(cbor2.dumps(time))'
node - <<'END_OF_SCRIPT' | expect 'Python, seconds c11a6553f100 cbor-sync 1970-01-20T16:13:20.000Z borc 2023-11-14T22:13:20.000Z
Python, text c074323032332d31312d31345432323a31333a32305a cbor-sync 2023-11-14T22:13:20.000Z borc 2023-11-14T22:13:20.000Z
borc c11a6553f100 cbor-sync 1970-01-20T16:13:20.000Z borc 2023-11-14T22:13:20.000Z
cbor-sync c07818323032332d31312d31345432323a31333a32302e3030305a cbor-sync 2023-11-14T22:13:20.000Z borc 2023-11-14T22:13:20.000Z'
const { readFileSync } = require("node:fs");
const sync = require("cbor-sync"), borc = require("borc");
const time = new Date("2023-11-14T22:13:20Z");
const shown = (name, bytes) => console.log(name, bytes.toString("hex"), "cbor-sync", sync.decode(bytes).toISOString(),
  "borc", borc.decode(bytes).toISOString());
shown("Python, seconds", readFileSync("seconds"));
shown("Python, text", readFileSync("text"));
shown("borc", borc.encode(time));
shown("cbor-sync", sync.encode(time));
END_OF_SCRIPT
