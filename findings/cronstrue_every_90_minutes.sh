#!/bin/sh
# cronstrue 3.39.0, which says in words when a cron expression is due: `*/90 * * * *` is "Every 90 minutes", and `0 */36
# * * *` "every 36 hours", though steps begin anew with each hour and each day, so that the first is due each hour and
# the second each day (cron-parser 5.10.5); croner 11.0.0 raises at both. `*/45` is "Every 45 minutes", and is due 45
# and 15 minutes apart. One would have guessed an error, as it raises at `75 * * * *`, or the truth. Whoever approves a
# plan by its words approves another one.
. "$(dirname "$0")/packages.sh"
npm_package cronstrue@3.39.0 cron-parser@5.10.5 croner@11.0.0

cat >say.mjs <<'END'
import cronstrue from "cronstrue";
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";

for (const text of ["*/90 * * * *", "0 */36 * * *", "*/45 * * * *"]) {
  const next = CronExpressionParser.parse(text, { currentDate: "2023-11-05T12:00:00Z", tz: "UTC" }).take(3);
  console.log(`${text}: ${cronstrue.toString(text)}: ${next.map((date) => date.toISOString().slice(5, 16)).join(" ")}`);
}
for (const text of ["*/90 * * * *", "0 */36 * * *"]) {
  try {
    console.log("croner", new Cron(text).nextRun());
  } catch {
    console.log("croner raises");
  }
}
try {
  cronstrue.toString("75 * * * *");
} catch (error) {
  console.log("75 * * * *:", error);
}
END
TZ=UTC node say.mjs | expect '*/90 * * * *: Every 90 minutes: 11-05T13:00 11-05T14:00 11-05T15:00
0 */36 * * *: On the hour, every 36 hours: 11-06T00:00 11-07T00:00 11-08T00:00
*/45 * * * *: Every 45 minutes: 11-05T12:45 11-05T13:00 11-05T13:45
croner raises
croner raises
75 * * * *: Error: minutes part must be >= 0 and <= 59'
