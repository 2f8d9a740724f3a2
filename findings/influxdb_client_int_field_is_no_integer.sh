#!/bin/sh
# @influxdata/influxdb-client 1.35.0: intField, which writes a signed 64-bit integer, reads each value as a float or by
# its beginning: the BigInt and the text 9007199254740993 are written as ...992, "1e3" as 1, "0x10" as 16, "5x" as 5,
# and the largest integer, 9223372036854775807, raises as an invalid one. Its sibling uintField keeps each digit, and
# raises at the other three. One would have guessed that both read alike. A counter or a serial number of 64 bits is
# stored as its neighbour.
. "$(dirname "$0")/packages.sh"
npm_package @influxdata/influxdb-client@1.35.0

node - <<'END' | expect 'bigint 9007199254740993n intField: m f=9007199254740992i 0 uintField: m f=9007199254740993u 0
string 9007199254740993 intField: m f=9007199254740992i 0 uintField: m f=9007199254740993u 0
string 9223372036854775807 intField: raises uintField: m f=9223372036854775807u 0
string 1e3 intField: m f=1i 0 uintField: raises
string 0x10 intField: m f=16i 0 uintField: raises
string 5x intField: m f=5i 0 uintField: raises'
const { Point } = require("@influxdata/influxdb-client");
for (const value of [9007199254740993n, "9007199254740993", "9223372036854775807", "1e3", "0x10", "5x"]) {
  const lines = ["intField", "uintField"].map((method) => {
    try {
      return new Point("m")[method]("f", value).timestamp("0").toLineProtocol();
    } catch {
      return "raises";
    }
  });
  console.log(typeof value, value, "intField:", lines[0], "uintField:", lines[1]);
}
END
