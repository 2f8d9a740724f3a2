#!/bin/sh
# cbor-js 0.1.0 writes a Date, a Map, a Set and a BigInt each as a map without members, 0xa0, as cbor-redux 1.0.0 does a
# Date and a Set, and cbor-sync 1.0.4 a Map, a Set, and bytes in a Uint8Array as a map of their places; nothing is
# raised. borc 3.0.0 writes all of them but the BigInt, for which it raises. One would have guessed the types that CBOR
# has, or an error. What a device sends as time or state arrives as {}.
. "$(dirname "$0")/packages.sh"
npm_package cbor-js@0.1.0 cbor-redux@1.0.0 cbor-sync@1.0.4 borc@3.0.0

cat >write.mjs <<'END_OF_SCRIPT'
import borc from "borc";
import cborJs from "cbor-js";
import * as cborRedux from "cbor-redux";
import cborSync from "cbor-sync";

const values = [new Date(0), new Map([["a", 1]]), new Set([1]), 5n, new Uint8Array([1, 2])];
const written = (library, value) => {
  try {
    return Buffer.from(library.encode(value)).toString("hex");
  } catch {
    return "raises";
  }
};
for (const value of values) {
  console.log(`${Object(value).constructor.name}:`, "cbor-js", written(cborJs, value), "cbor-redux",
    written(cborRedux, value), "cbor-sync", written(cborSync, value), "borc", written(borc, value));
}
END_OF_SCRIPT
node write.mjs | expect 'Date: cbor-js a0 cbor-redux a0 cbor-sync c07818313937302d30312d30315430303a30303a30302e3030305a borc c100
Map: cbor-js a0 cbor-redux a1616101 cbor-sync a0 borc a1616101
Set: cbor-js a0 cbor-redux a0 cbor-sync a0 borc 8101
BigInt: cbor-js a0 cbor-redux 05 cbor-sync raises borc raises
Uint8Array: cbor-js 420102 cbor-redux d840420102 cbor-sync a2613001613102 borc 420102'
