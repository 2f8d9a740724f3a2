#!/bin/sh
# Redis 7.0.15 (Debian 5:7.0.15-1~deb12u10), a cluster whose nodes speak to each other without TLS (`tls-cluster no`,
# the default) and which serves clients by both: a client that came by TLS is told the plain port by MOVED, where its
# handshake fails. With `tls-cluster yes` each client is told the port of its own kind. One would have guessed that what
# nodes speak to each other is no matter of the clients'. A client works until the first key that is on another node.
. "$(dirname "$0")/packages.sh"
debian redis-server=5:7.0.15-1~deb12u10 redis-tools=5:7.0.15-1~deb12u10 liblzf1 libjemalloc2 libatomic1

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=localhost -days 30 2>/dev/null
servers=
trap 'for server in $servers; do kill $server; wait $server || true; done; rm -rf "$place"' EXIT

redis() { usr/bin/redis-cli -p "$@"; }

start() { # folder, tls-cluster, plain port, TLS port, port between nodes
  mkdir "$1"
  usr/bin/redis-server --dir "$place/$1" --save '' --cluster-enabled yes --bind 127.0.0.1 --port "$3" --tls-port "$4" \
    --cluster-port "$5" --tls-cluster "$2" --tls-auth-clients no --tls-cert-file "$place/cert.pem" \
    --tls-key-file "$place/key.pem" --tls-ca-cert-file "$place/cert.pem" >"$1/log" 2>&1 &
  servers="$servers $!"
  until [ "$(redis "$3" PING 2>/dev/null)" = PONG ]; do sleep 0.1; done
}

seen() { # tls-cluster, ports of one node, ports of the other
  start "a-$1" "$1" "$2" "$3" "$4"
  start "b-$1" "$1" "$5" "$6" "$7"
  redis "$2" CLUSTER ADDSLOTSRANGE 0 8191 >joined
  redis "$5" CLUSTER ADDSLOTSRANGE 8192 16383 >>joined
  redis "$2" CLUSTER MEET 127.0.0.1 "$5" "$7" >>joined
  until redis "$2" CLUSTER INFO | grep -q cluster_state:ok; do sleep 0.1; done
  echo "tls-cluster $1, by plain: $(redis "$2" GET foo), by TLS: $(redis "$3" --tls --insecure GET foo)" |
    sed "s/:$5\b/:plain/g; s/:$6\b/:TLS/g"
}

free_ports=$(python3 -c 'import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(12)]
print(*(socket.getsockname()[1] for socket in sockets))')
set -- $free_ports
{
  seen no "$1" "$2" "$3" "$4" "$5" "$6"
  shift 6
  seen yes "$1" "$2" "$3" "$4" "$5" "$6"
} >seen
expect 'tls-cluster no, by plain: MOVED 12182 127.0.0.1:plain, by TLS: MOVED 12182 127.0.0.1:plain
tls-cluster yes, by plain: MOVED 12182 127.0.0.1:plain, by TLS: MOVED 12182 127.0.0.1:TLS' <seen
