// The two things in a signed request that are never the same twice, made settable: the clock and the nonce. Loaded
// before the official clients, which read both through what is changed here.
"use strict";
const path = require("node:path");

const RealDate = Date;
let clock = RealDate.now;
let nextNonce = null;

global.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(clock());
    else super(...parts);
  }

  static now() {
    return clock();
  }
};

// Each client brings its own copy of the package that makes nonces.
for (const client of ["@alicloud/tea-util", "@alicloud/pop-core"]) {
  const kitx = require(require.resolve("kitx", { paths: [path.dirname(require.resolve(client))] }));
  const { makeNonce } = kitx;
  kitx.makeNonce = () => nextNonce ?? makeNonce();
}

// time: epoch seconds, or undefined for the real time; skew: seconds to add; nonce: or undefined for a new one each.
exports.set = ({ time, skew = 0, nonce }) => {
  clock = () => (time === undefined ? RealDate.now() : time * 1000) + skew * 1000;
  nextNonce = nonce;
};
