#!/bin/sh
# mosquitto_sub 2.0.11 (cJSON 1.7.15, Debian bookworm) with -F %J, "the payload as JSON": 5000000000000001 comes out as
# 5e+15, though a double holds it: between 2^52 and 2^53, fifteen digits are taken for near enough. So two devices get
# one number, and 1.10 becomes 1.1. With -F %j the same payload comes out as a string, complete, but only up to its
# first zero byte, next to the length of the whole of it. Nothing is said, and the exit status is 0. One would have
# guessed that a tool which passes a message on changes none of it.
. "$(dirname "$0")/packages.sh"
debian mosquitto=2.0.11-1.2+deb12u2 mosquitto-clients=2.0.11-1.2+deb12u2 libmosquitto1=2.0.11-1.2+deb12u2 \
  libcjson1=1.7.15-1+deb12u4 libdlt2=2.18.8-6 libwebsockets17=4.1.6-3 libev4=1:4.33-1 libwrap0=7.6.q-32

printf 'listener 0 %s/broker\nallow_anonymous true\nuser %s\n' "$place" "$(id -un)" >broker.conf
usr/sbin/mosquitto -c broker.conf 2>log &
trap 'kill $!; rm -rf "$place"' EXIT
tries=0
until usr/bin/mosquitto_pub --unix broker -t ready -n 2>/dev/null || [ $((tries += 1)) -gt 100 ]; do sleep 0.1; done

received() {
  usr/bin/mosquitto_pub --unix broker -t firmware -r -s
  usr/bin/mosquitto_sub --unix broker -t firmware -C 1 -W 5 -F "$1" | sed 's/.*"payloadlen"/"payloadlen"/'
}
{
  printf '{"serial":5000000000000001,"version":1.10}' | received %J
  printf '{"serial":5000000000000001,"version":1.10}' | received %j
  printf '1.10\0rc' | received %j
} | expect '"payloadlen":42,"payload":{"serial":5e+15,"version":1.1}}
"payloadlen":42,"payload":"{\"serial\":5000000000000001,\"version\":1.10}"}
"payloadlen":7,"payload":"1.10"}'
