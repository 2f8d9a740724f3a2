#!/bin/sh
# cron-schedule 6.0.0: what follows a number in a field is ignored. `5L` (the last Friday) is each Friday, `1#1` (the
# first Monday) each Monday, `3W` (the weekday next to the 3rd, a Sunday here) the 3rd itself, and `5/15` (from 5 on,
# every 15 minutes) once an hour. cron-parser 5.10.5 raises at the third, croner 11.0.0 at the fourth, and each knows
# the others. One would have guessed an error, as this library raises at `L` and at `?`. A rollout that was to start
# once a month starts every week.
. "$(dirname "$0")/packages.sh"
npm_package cron-schedule@6.0.0 cron-parser@5.10.5 croner@11.0.0

cat >next.mjs <<'END'
import { parseCronExpression } from "cron-schedule";
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";

const now = new Date("2023-11-05T12:00:00Z");
const readers = {
  "cron-schedule": (text) => parseCronExpression(text).getNextDates(2, now),
  "cron-parser": (text) => CronExpressionParser.parse(text, { currentDate: now, tz: "UTC" }).take(2)
    .map((date) => date.toDate()),
  croner: (text) => new Cron(text, { timezone: "UTC" }).nextRuns(2, now),
};
for (const text of ["0 0 * * 5L", "0 0 * * 1#1", "0 0 3W * *", "5/15 * * * *"]) {
  for (const [name, next] of Object.entries(readers)) {
    let seen;
    try {
      seen = next(text).map((date) => date.toISOString().slice(5, 16)).join(" ");
    } catch {
      seen = "raises";
    }
    console.log(`${text}: ${name} ${seen}`);
  }
}
END
TZ=UTC node next.mjs | expect '0 0 * * 5L: cron-schedule 11-10T00:00 11-17T00:00
0 0 * * 5L: cron-parser 11-24T00:00 12-29T00:00
0 0 * * 5L: croner 11-24T00:00 12-29T00:00
0 0 * * 1#1: cron-schedule 11-06T00:00 11-13T00:00
0 0 * * 1#1: cron-parser 11-06T00:00 12-04T00:00
0 0 * * 1#1: croner 11-06T00:00 12-04T00:00
0 0 3W * *: cron-schedule 12-03T00:00 01-03T00:00
0 0 3W * *: cron-parser raises
0 0 3W * *: croner 12-04T00:00 01-03T00:00
5/15 * * * *: cron-schedule 11-05T12:05 11-05T13:05
5/15 * * * *: cron-parser 11-05T12:05 11-05T12:20
5/15 * * * *: croner raises'
