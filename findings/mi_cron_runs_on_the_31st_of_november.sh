#!/bin/sh
# @cheap-glitch/mi-cron 1.0.1: where a month is too short for the day of an expression, nextDate counts on into the next
# one, so that `0 0 31 * *` is due on the 1st of December and on the 2nd of March, and the 29th of February on the 1st
# of March of other years. parseCron lists the 31st and the 29th alone. One would have guessed that the months are left
# out, as by cron and by cron-schedule 6.0.0. A monthly job runs on days that its expression does not name.
. "$(dirname "$0")/packages.sh"
npm_package @cheap-glitch/mi-cron@1.0.1 cron-schedule@6.0.0

cat >days.js <<'END_OF_SCRIPT'
const { parseCron } = require("@cheap-glitch/mi-cron");
const { parseCronExpression } = require("cron-schedule");

for (const text of ["0 0 31 * *", "0 0 29 2 *"]) {
  const cron = parseCronExpression(text);
  for (const [name, next] of [["mi-cron", (time) => parseCron.nextDate(text, time)],
    ["cron-schedule", (time) => cron.getNextDate(time)]]) {
    const times = [new Date("2023-11-01T00:00:00Z")];
    while (times.length <= 4) times.push(next(times.at(-1)));
    console.log(text, name, times.slice(1).map((time) => time.toISOString().slice(0, 10)).join(" "));
  }
  console.log(text, "days in parseCron:", JSON.stringify(parseCron(text).days));
}
END_OF_SCRIPT
TZ=UTC node days.js | expect '0 0 31 * * mi-cron 2023-12-01 2023-12-31 2024-01-31 2024-03-02
0 0 31 * * cron-schedule 2023-12-31 2024-01-31 2024-03-31 2024-05-31
0 0 31 * * days in parseCron: [31]
0 0 29 2 * mi-cron 2024-02-29 2025-03-01 2026-03-01 2027-03-01
0 0 29 2 * cron-schedule 2024-02-29 2028-02-29 2032-02-29 2036-02-29
0 0 29 2 * days in parseCron: [29]'
