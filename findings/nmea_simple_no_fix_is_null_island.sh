#!/bin/sh
# nmea-simple 3.3.0: a receiver that has no fix leaves latitude, longitude, speed and course empty; they are read as 0
# (latitude and longitude as -0), which is a place in the Gulf of Guinea. pynmea2 1.15.0 (Debian python3-nmea2 1.15.0-4)
# reads 0.0 as well; gps 0.9.0 reads null. nmea-simple alone loses the milliseconds. One would have guessed undefined,
# which nmea-simple has for other missing fields. Devices without a fix stand on the map in one place, and a roll-out by
# region takes them for its own or misses them.
. "$(dirname "$0")/packages.sh"
debian python3-nmea2=1.15.0-4
npm_package nmea-simple@3.3.0 gps@0.9.0

cat >read.js <<'END'
const sentence = process.argv[2];
const simple = require("nmea-simple").parseNmeaSentence(sentence);
console.log("nmea-simple", simple.latitude, simple.longitude, simple.speedKnots, simple.datetime.toISOString(),
  simple.faaMode);
const gps = require("gps").Parse(sentence);
console.log("gps", gps.lat, gps.lon, gps.speed, gps.time.toISOString());
END
sentence='$GPRMC,123519.750,V,,,,,,,051123,,*24'
{
  node read.js "$sentence"
  PYTHONPATH="$place/usr/lib/python3/dist-packages" python3 -c '
import pynmea2, sys
read = pynmea2.parse(sys.argv[1])
print("pynmea2", read.latitude, read.longitude, read.datetime)' "$sentence"
} | expect 'nmea-simple -0 -0 0 2023-11-05T12:35:19.000Z undefined
gps null null null 2023-11-05T12:35:19.750Z
pynmea2 0.0 0.0 2023-11-05 12:35:19.750000'
