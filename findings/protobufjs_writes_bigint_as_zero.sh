#!/bin/sh
# protobufjs 8.8.1: a BigInt in a message's uint64 is written as 0, without an error, while one in a uint32 raises a
# TypeError. `fromObject` converts it first, and then all is well; `create` does not, and what `toObject` gave out with
# `longs: BigInt` is written as 0 again. One would have guessed that JavaScript's own integer of 64 bits is written or
# refused.
. "$(dirname "$0")/packages.sh"
npm_package protobufjs@8.8.1

node -e '
  const proto = "syntax = \"proto3\"; message Task { uint64 id = 1; uint32 size = 2; }";
  const Task = require("protobufjs").parse(proto).root.lookupType("Task");
  const read = message => Task.toObject(Task.decode(Task.encode(message).finish()), {longs: String, defaults: true}).id;
  console.log("plain", read({id: 9007199254740993n}));
  console.log("create", read(Task.create({id: 9007199254740993n})));
  console.log("fromObject", read(Task.fromObject({id: 9007199254740993n})));
  console.log("own toObject", read(Task.toObject(Task.fromObject({id: "9007199254740993"}), {longs: BigInt})));
  try { read({size: 5n}); } catch (err) { console.log("uint32", err.name); }' | expect 'plain 0
create 0
fromObject 9007199254740993
own toObject 0
uint32 TypeError'
