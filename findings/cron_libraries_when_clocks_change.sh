#!/bin/sh
# A job each night at 02:30 in Berlin: on the last Sunday of March, which has no 02:30, cron-parser 5.10.6 runs it at
# 03:30, croner 11.0.1 and cron 4.4.0 at 03:00, @datasert/cronjs-matcher 1.4.0 and cron-converter 2.1.0 not at all; on
# that of October, which has two, cron-converter runs it twice, and cronjs-matcher at the second one. Of the half hours
# from 02:00 to 03:59 cronjs-matcher lists those of the night in March twice, going back in time, and an hourly job
# loses one run in October. One would have guessed that libraries which take a time zone agree, and that their times
# ascend.
. "$(dirname "$0")/packages.sh"
npm_package cron-parser@5.10.6 croner@11.0.1 cron@4.4.0 @datasert/cronjs-matcher@1.4.0 cron-converter@2.1.0 luxon@3.7.2

cat >nights.js <<'END_OF_SCRIPT'
const { DateTime } = require("luxon");
const { CronTime } = require("cron");
const zone = "Europe/Berlin";

const readers = {
  "cron-parser": (text, from, count) => require("cron-parser").CronExpressionParser
    .parse(text, { currentDate: from, tz: zone }).take(count).map((time) => time.toDate()),
  croner: (text, from, count) => new (require("croner").Cron)(text, { timezone: zone }).nextRuns(count, from),
  cron: (text, from, count) => {
    const times = [DateTime.fromJSDate(from, { zone })];
    while (times.length <= count) times.push(new CronTime(text, zone).getNextDateFrom(times.at(-1)));
    return times.slice(1).map((time) => time.toJSDate());
  },
  "cronjs-matcher": (text, from, count) => require("@datasert/cronjs-matcher")
    .getFutureMatches(text, { startAt: from.toISOString(), matchCount: count, timezone: zone }),
  "cron-converter": (text, from, count) => {
    const { getSchedule, stringToArray } = require("cron-converter");
    const times = getSchedule(stringToArray(text), from, zone);
    return Array.from({ length: count }, () => times.next().toJSDate());
  },
};
const jobs = [
  ["30 2 * * *", "2024-03-30T12:00:00Z", 2],
  ["30 2 * * *", "2024-10-26T12:00:00Z", 2],
  ["*/30 2-3 * * *", "2024-03-31T00:30:00Z", 4],
  ["0 * * * *", "2024-10-26T23:30:00Z", 3],
];
for (const [text, from, count] of jobs) {
  console.log(text, from.slice(0, 7));
  for (const [name, read] of Object.entries(readers)) {
    const times = read(text, new Date(from), count)
      .map((time) => DateTime.fromJSDate(new Date(time), { zone }).toFormat("dd'T'HH:mmZ"));
    console.log(" ", name, times.join(" "));
  }
}
END_OF_SCRIPT
node nights.js | expect '30 2 * * * 2024-03
  cron-parser 31T03:30+2 01T02:30+2
  croner 31T03:00+2 01T02:30+2
  cron 31T03:00+2 01T02:30+2
  cronjs-matcher 01T02:30+2 02T02:30+2
  cron-converter 01T02:30+2 02T02:30+2
30 2 * * * 2024-10
  cron-parser 27T02:30+2 28T02:30+1
  croner 27T02:30+2 28T02:30+1
  cron 27T02:30+2 28T02:30+1
  cronjs-matcher 27T02:30+1 28T02:30+1
  cron-converter 27T02:30+2 27T02:30+1
*/30 2-3 * * * 2024-03
  cron-parser 31T03:00+2 31T03:30+2 01T02:00+2 01T02:30+2
  croner 31T03:00+2 31T03:30+2 01T02:00+2 01T02:30+2
  cron 31T03:00+2 31T03:30+2 01T02:00+2 01T02:30+2
  cronjs-matcher 31T03:00+2 31T03:30+2 31T03:00+2 31T03:30+2
  cron-converter 31T03:00+2 31T03:30+2 01T02:00+2 01T02:30+2
0 * * * * 2024-10
  cron-parser 27T02:00+2 27T02:00+1 27T03:00+1
  croner 27T02:00+2 27T02:00+1 27T03:00+1
  cron 27T02:00+2 27T02:00+1 27T03:00+1
  cronjs-matcher 27T02:00+2 27T03:00+1 27T04:00+1
  cron-converter 27T02:00+2 27T02:00+1 27T03:00+1'
