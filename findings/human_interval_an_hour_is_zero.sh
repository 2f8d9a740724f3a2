#!/bin/sh
# human-interval 2.0.1 reads intervals written in English, for schedulers such as Agenda and Bree: `a minute`, `an hour`
# and `half an hour` are 0 milliseconds, where `minute` and `one minute` are understood, and `3 Minutes` is NaN for its
# capital letter. One would have guessed that an article is one, or refused as capital letters are.
. "$(dirname "$0")/packages.sh"
npm_package human-interval@2.0.1

node - <<'END' | expect 'minute: 60000
one minute: 60000
a minute: 0
an hour: 0
half an hour: 0
3 minutes: 180000
3 Minutes: NaN'
const interval = require("human-interval");
for (const text of ["minute", "one minute", "a minute", "an hour", "half an hour", "3 minutes", "3 Minutes"]) {
  console.log(text + ":", interval(text));
}
END
