#!/bin/sh
# curl 7.88.1 with OpenSSL, by TLS 1.2: a server that answers a client's certificate with the alert "certificate
# expired" makes it end with 60, "peer certificate or fingerprint was not verified", and the words "SSL certificate
# verification failed", as if the server's certificate were wrong. The alert "unknown ca", of a client's certificate
# by somebody else, makes it end with 35 and the words of the alert. One would have guessed the same of both. Whoever
# then trusts another authority, or turns verification off, mends nothing: the certificate to renew is the client's
# own.
. "$(dirname "$0")/packages.sh"
debian curl=7.88.1-10+deb12u15 libcurl4=7.88.1-10+deb12u15

request() { openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"; }
issue() {
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -out "$1.pem" -days "$2" -extfile names
}
{
  echo subjectAltName=IP:127.0.0.1 >names
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=authority
  openssl req -x509 -newkey rsa:2048 -nodes -keyout strange.key -out strange.pem -days 2 -subj /CN=strange
  for name in server expired; do request $name; done
  issue server 2
  issue expired -1
} 2>/dev/null

cat >server.py <<'END'
import socket
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("server.pem", "server.key")
context.load_verify_locations("ca.pem")
context.verify_mode = ssl.CERT_REQUIRED
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    stream, _ = listener.accept()
    try:
        context.wrap_socket(stream, server_side=True)
    except (ssl.SSLError, OSError):
        stream.close()
END
python3 server.py >port 2>errors &
server=$!
trap 'kill $server; rm -rf "$place"' EXIT
until [ -s port ]; do sleep 0.1; done

for name in expired strange; do
  status=0
  usr/bin/curl --silent --show-error --noproxy '*' --tls-max 1.2 --cacert ca.pem --cert $name.pem --key $name.key \
    "https://127.0.0.1:$(cat port)/" 2>said || status=$?
  echo "$name: $status, $(grep -o 'SSL certificate verification failed\|alert unknown ca' said)"
done | expect 'expired: 60, SSL certificate verification failed
strange: 35, alert unknown ca'
