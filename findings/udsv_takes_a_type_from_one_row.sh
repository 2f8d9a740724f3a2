#!/bin/sh
# udsv 0.7.3: the type of a column that inferSchema finds is that of the last value among the first rows, and typedObjs
# reads a value that does not fit it as null. So of the versions 1.9.1 and 1.10 the first one is lost, and of the
# devices d1, d2 and 0012 the first two, and nothing is raised; in another order of the rows all of them are kept as
# texts. One would have guessed a type that all the rows seen have, or texts. csvtojson 2.0.14 with checkType, which
# goes by each value, keeps 1.9.1 and d1. Rows lose the name of their device.
. "$(dirname "$0")/packages.sh"
npm_package udsv@0.7.3 csvtojson@2.0.14

cat >read.js <<'END'
const { inferSchema, initParser } = require("udsv");
const csvtojson = require("csvtojson");

const tables = ["Version\n1.9.1\n1.10\n", "Version\n1.10\n1.9.1\n", "Device\nd1\nd2\n0012\n", "Device\n0012\nd1\nd2\n"];
(async () => {
  for (const table of tables) {
    const values = (rows) => JSON.stringify(rows.map((row) => Object.values(row)[0]));
    console.log("udsv", values(initParser(inferSchema(table)).typedObjs(table)),
      "csvtojson", values(await csvtojson({ checkType: true }).fromString(table)));
  }
})();
END
node read.js | expect 'udsv [null,1.1] csvtojson ["1.9.1",1.1]
udsv ["1.10","1.9.1"] csvtojson [1.1,"1.9.1"]
udsv [null,null,12] csvtojson ["d1","d2",12]
udsv ["0012","d1","d2"] csvtojson [12,"d1","d2"]'
