#!/bin/sh
# Redis 7.0.15 (Debian 5:7.0.15-1~deb12u10): a client that gives up on a stalled server and closes its connection has
# not taken its commands back. What is in the socket's buffer is read and run when Redis goes on, although the end of
# the connection is there to be read, too: of eight clients that sent INCR and closed during a DEBUG SLEEP, eight count.
# One would have guessed that commands of connections that are gone are dropped. So a limiter in Redis grants places to
# nobody, unless a request carries the time at which it is no longer wanted.
. "$(dirname "$0")/packages.sh"
debian redis-server=5:7.0.15-1~deb12u10 redis-tools=5:7.0.15-1~deb12u10 liblzf1 libjemalloc2 libatomic1
socket="$place/socket"

redis() { usr/bin/redis-cli -s "$socket" "$@"; }

usr/bin/redis-server --port 0 --unixsocket "$socket" --save '' --enable-debug-command yes >/dev/null &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$place"' EXIT
until [ "$(redis PING 2>/dev/null)" = PONG ]; do sleep 0.1; done

redis DEBUG SLEEP 2 >/dev/null &
stall=$!
sleep 0.5
for _ in 1 2 3 4 5 6 7 8; do
  python3 -c 'import socket, sys
client = socket.socket(socket.AF_UNIX)
client.connect(sys.argv[1])
client.sendall(b"INCR counter\r\n")
client.close()' "$socket"
done
wait $stall
redis GET counter | expect 8
