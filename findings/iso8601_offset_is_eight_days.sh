#!/bin/sh
# npm's iso8601 1.1.1 takes the offset +02:00 of a time for 200 hours, so that it is eight days off, and leaves out
# +0200, +02 and the fraction of a second after a comma, as iso8601-convert 1.0.0 does. isodate 0.1.4 adds the offset
# where it is to be subtracted, takes what stands for microseconds for 123456 ms, and where the machine is not on UTC
# reads Z as its time. One would have guessed the time that is written there, or an error. An entry of a log
# from a server in Berlin is hours or days away.
. "$(dirname "$0")/packages.sh"
npm_package iso8601@1.1.1 iso8601-convert@1.0.0 isodate@0.1.4

cat >read.js <<'END_OF_SCRIPT'
const readers = [require("iso8601").toDate, require("iso8601-convert").toDate, require("isodate")];
const read = (reader, text) => {
  try {
    return reader(text).toISOString().slice(5, 23);
  } catch {
    return "raises";
  }
};
for (const rest of ["Z", "+02:00", "-03:30", "+0200", "+02", ".123456Z", ",5Z"]) {
  console.log(`10:00:00${rest}:`, readers.map((reader) => read(reader, `2023-11-05T10:00:00${rest}`)).join(" "));
}
END_OF_SCRIPT
for zone in UTC Asia/Tokyo; do
  echo $zone
  TZ=$zone node read.js
done | expect 'UTC
10:00:00Z: 11-05T10:00:00.000 11-05T10:00:00.000 11-05T10:00:00.000
10:00:00+02:00: 10-28T02:00:00.000 11-05T08:00:00.000 11-05T12:00:00.000
10:00:00-03:30: 11-17T22:30:00.000 11-05T13:30:00.000 11-05T06:30:00.000
10:00:00+0200: 11-05T10:00:00.000 11-05T10:00:00.000 11-05T12:00:00.000
10:00:00+02: 11-05T10:00:00.000 11-05T10:00:00.000 raises
10:00:00.123456Z: 11-05T10:00:00.123 11-05T10:00:00.123 11-05T10:02:03.456
10:00:00,5Z: 11-05T10:00:00.000 11-05T10:00:00.000 raises
Asia/Tokyo
10:00:00Z: 11-05T10:00:00.000 11-05T10:00:00.000 11-05T01:00:00.000
10:00:00+02:00: 10-28T02:00:00.000 11-05T08:00:00.000 11-05T03:00:00.000
10:00:00-03:30: 11-17T22:30:00.000 11-05T13:30:00.000 11-04T21:30:00.000
10:00:00+0200: 11-05T10:00:00.000 11-05T10:00:00.000 11-05T03:00:00.000
10:00:00+02: 11-05T10:00:00.000 11-05T10:00:00.000 raises
10:00:00.123456Z: 11-05T10:00:00.123 11-05T10:00:00.123 11-05T01:02:03.456
10:00:00,5Z: 11-05T10:00:00.000 11-05T10:00:00.000 raises'
