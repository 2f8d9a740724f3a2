#!/bin/sh
# later 1.2.0 and its fork @breejs/later 4.2.0, by which Bree 9 runs its jobs: the weekday 7 of a cron expression is
# Saturday, as in their own count from Sunday, 1, while 0 is Sunday, and 5-7 lacks Sunday. croner 11.0.0 takes 7 for
# Sunday, as cron does. Days of the month and of the week together mean both there rather than either: `1-7 * 1` is the
# first Monday of the month. One would have guessed that parse.cron counts as cron does. A roll-out for Sunday night
# starts on Saturday.
. "$(dirname "$0")/packages.sh"
npm_package later@1.2.0 @breejs/later@4.2.0 croner@11.0.0

cat >next.js <<'END'
const { Cron } = require("croner");
const now = new Date("2023-11-05T12:00:00Z");
const readers = { croner: (text) => new Cron(text, { timezone: "UTC" }).nextRuns(3, now) };
for (const name of ["later", "@breejs/later"]) {
  const later = require(name);
  readers[name] = (text) => later.schedule(later.parse.cron(text)).next(3, now);
}
for (const text of ["0 0 * * 7", "0 0 * * 0", "0 0 * * 5-7", "0 0 1-7 * 1"]) {
  for (const [name, next] of Object.entries(readers)) {
    console.log(`${text}: ${name}:`, next(text).map((date) => date.toUTCString().slice(0, 11)).join("; "));
  }
}
END
TZ=UTC node next.js | expect '0 0 * * 7: croner: Sun, 12 Nov; Sun, 19 Nov; Sun, 26 Nov
0 0 * * 7: later: Sat, 11 Nov; Sat, 18 Nov; Sat, 25 Nov
0 0 * * 7: @breejs/later: Sat, 11 Nov; Sat, 18 Nov; Sat, 25 Nov
0 0 * * 0: croner: Sun, 12 Nov; Sun, 19 Nov; Sun, 26 Nov
0 0 * * 0: later: Sun, 12 Nov; Sun, 19 Nov; Sun, 26 Nov
0 0 * * 0: @breejs/later: Sun, 12 Nov; Sun, 19 Nov; Sun, 26 Nov
0 0 * * 5-7: croner: Fri, 10 Nov; Sat, 11 Nov; Sun, 12 Nov
0 0 * * 5-7: later: Fri, 10 Nov; Sat, 11 Nov; Fri, 17 Nov
0 0 * * 5-7: @breejs/later: Fri, 10 Nov; Sat, 11 Nov; Fri, 17 Nov
0 0 1-7 * 1: croner: Mon, 06 Nov; Tue, 07 Nov; Mon, 13 Nov
0 0 1-7 * 1: later: Mon, 06 Nov; Mon, 04 Dec; Mon, 01 Jan
0 0 1-7 * 1: @breejs/later: Mon, 06 Nov; Mon, 04 Dec; Mon, 01 Jan'
