#!/bin/sh
# simple-rrule 1.8.1 (npm), for rules of iCalendar: each day from Monday to Friday has Saturdays, too; the 31st of each
# month is also on the 29th of February, and the first Monday is the 1st, whatever day that is; and the time that UNTIL
# names is left out, although the standard has it in. Nothing is raised. rrule 2.8.1 has them right. One would have
# guessed an error for what it does not know, as its manual says that some rules are missing. A window for updates opens
# at the week's end.
. "$(dirname "$0")/packages.sh"
npm_package simple-rrule@1.8.1 rrule@2.8.1

cat >days.mjs <<'END_OF_SCRIPT'
import rrule from "rrule";
import { expandRRule, parseRecurrenceFromString } from "simple-rrule";

const start = "DTSTART:20240101T100000Z";
const shown = (times) => times.map((time) => time.toUTCString().slice(0, 11).replace(",", "")).join(", ");
for (const rule of ["FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=6", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3",
  "FREQ=MONTHLY;BYDAY=1MO;COUNT=3", "FREQ=DAILY;UNTIL=20240103T100000Z"]) {
  const text = `${start}\nRRULE:${rule}`;
  const { events } = expandRRule(parseRecurrenceFromString(text), new Date("2024-01-01"), new Date("2025-01-01"));
  console.log(rule);
  console.log("  simple-rrule", shown(events.map((event) => event.date)));
  console.log("  rrule", shown(rrule.rrulestr(text).all()));
}
END_OF_SCRIPT
TZ=UTC node days.mjs | expect 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=6
  simple-rrule Mon 01 Jan, Tue 02 Jan, Wed 03 Jan, Thu 04 Jan, Fri 05 Jan, Sat 06 Jan
  rrule Mon 01 Jan, Tue 02 Jan, Wed 03 Jan, Thu 04 Jan, Fri 05 Jan, Mon 08 Jan
FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3
  simple-rrule Wed 31 Jan, Thu 29 Feb, Sun 31 Mar
  rrule Wed 31 Jan, Sun 31 Mar, Fri 31 May
FREQ=MONTHLY;BYDAY=1MO;COUNT=3
  simple-rrule Mon 01 Jan, Thu 01 Feb, Fri 01 Mar
  rrule Mon 01 Jan, Mon 05 Feb, Mon 04 Mar
FREQ=DAILY;UNTIL=20240103T100000Z
  simple-rrule Mon 01 Jan, Tue 02 Jan
  rrule Mon 01 Jan, Tue 02 Jan, Wed 03 Jan'
