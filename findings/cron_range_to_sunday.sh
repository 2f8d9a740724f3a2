#!/bin/sh
# Friday to Sunday in a cron expression, `5-7` or `FRI-SUN`: @datasert/cronjs-matcher 1.4.0 leaves Sunday out of either,
# although it takes 7 alone for Sunday; @sapphire/cron 1.2.1 has Friday and Saturday, or Friday alone, and
# @cheap-glitch/mi-cron 1.0.1 Friday alone, or nothing. None of them raises, as cron-parser 5.10.6 does for FRI-SUN;
# croner 11.0.1 and cron-schedule 6.0.0 have three days for both. One would have guessed three days, or an error. A
# window for updates at the week's end is closed when it is meant to be open.
. "$(dirname "$0")/packages.sh"
npm_package @datasert/cronjs-matcher@1.4.0 @sapphire/cron@1.2.1 @cheap-glitch/mi-cron@1.0.1 cron-parser@5.10.6 \
  croner@11.0.1 cron-schedule@6.0.0

cat >days.js <<'END_OF_SCRIPT'
const start = new Date("2023-11-01T00:00:00Z"), end = new Date("2023-11-08T00:00:00Z");

// From a function that gives the next time after another.
const following = (next) => {
  const times = [];
  for (let time = next(start); time && time < end; time = next(time)) times.push(time);
  return times;
};
const readers = {
  "@datasert/cronjs-matcher": (text) => require("@datasert/cronjs-matcher").getFutureMatches(text,
    { startAt: start.toISOString(), endAt: end.toISOString(), matchCount: 9, timezone: "UTC" }),
  "@sapphire/cron": (text) => {
    const cron = new (require("@sapphire/cron").Cron)(text);
    return following((time) => cron.next(time));
  },
  "@cheap-glitch/mi-cron": (text) =>
    following((time) => require("@cheap-glitch/mi-cron").parseCron.nextDate(text, time)),
  "cron-parser": (text) => {
    const times = require("cron-parser").CronExpressionParser.parse(text, { currentDate: start, tz: "UTC" });
    return following(() => times.next().toDate());
  },
  croner: (text) => {
    const cron = new (require("croner").Cron)(text, { timezone: "UTC" });
    return following((time) => cron.nextRun(time));
  },
  "cron-schedule": (text) => {
    const cron = require("cron-schedule").parseCronExpression(text);
    return following((time) => cron.getNextDate(time));
  },
};
const days = (read, text) => {
  try {
    return read(text).map((time) => new Date(time).toUTCString().slice(0, 3)).join(" ") || "never";
  } catch {
    return "raises";
  }
};
for (const [name, read] of Object.entries(readers)) {
  console.log(`${name}: ${days(read, "0 0 * * 5-7")} | ${days(read, "0 0 * * FRI-SUN")}`);
}
END_OF_SCRIPT
TZ=UTC node days.js | expect '@datasert/cronjs-matcher: Fri Sat | Fri Sat
@sapphire/cron: Fri Sat | Fri
@cheap-glitch/mi-cron: Fri | never
cron-parser: Fri Sat Sun | raises
croner: Fri Sat Sun | Fri Sat Sun
cron-schedule: Fri Sat Sun | Fri Sat Sun'
