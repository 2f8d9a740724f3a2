#!/bin/sh
# asc2log of can-utils 2020.11.0 (Debian 2020.11.0-1) asks for the locale de_DE to read the date of a log where its
# hours go to 24, and for en_US where there is AM or PM, although the names in it are English in both. Where these are
# not installed, as on a machine with C.UTF-8 alone, each log is dated to the moment at which it is read, also one that
# log2asc has just written: two lines on standard error, and exit status 0. One would have guessed that two tools of one
# package read each other's files anywhere. Frames of a failure of last year are lined up with today's events.
. "$(dirname "$0")/packages.sh"
debian can-utils=2020.11.0-1
export TZ=UTC LOCPATH="$place/no-locales"

echo '(1700000000.123456) can0 123#DEADBEEF' >frames.log
usr/bin/log2asc -I frames.log can0 >frames.asc
sed 's/22:13:20/10:13:20.123 PM/' frames.asc >other.asc
for file in frames.asc other.asc; do
  before=$(date +%s) status=0
  usr/bin/asc2log -I $file >read.log 2>errors || status=$?
  time=$(sed 's/^(\([0-9]*\).*/\1/' read.log)
  echo "$(head -n 1 $file): $status, read as $([ "$time" -ge "$before" ] && echo now || date -d "@$time")"
  cat errors
done | expect "date Tue Nov 14 22:13:20 2023: 0, read as now
Setting locale to 'de_DE' failed!
Not able to determine original log file date. Using current time.
date Tue Nov 14 10:13:20.123 PM 2023: 0, read as now
Setting locale to 'en_US' failed!
Not able to determine original log file date. Using current time."
