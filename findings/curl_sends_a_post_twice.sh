#!/bin/sh
# curl 7.88.1, without --retry: a POST on a connection that was kept from the request before is sent once more, when the
# server has read all of it and closes without an answer. The server has got it twice, and curl ends with 0 and says
# nothing of it. One would have guessed that only what was not sent yet is tried again, or else requests that may be
# repeated, such as GET. With a new connection for it, curl ends with 52.
. "$(dirname "$0")/packages.sh"
debian curl=7.88.1-10+deb12u15 libcurl4=7.88.1-10+deb12u15

cat >server.py <<'END'
# Answers each request but the second of a connection, and "alone": there it closes.
import socket

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def body_of(stream):
    text = b""
    while b"\r\n\r\n" not in text:
        piece = stream.recv(4096)
        if not piece:
            return None
        text += piece
    head, body = text.split(b"\r\n\r\n", 1)
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += stream.recv(4096)
    return body.decode()


while True:
    stream, _ = listener.accept()
    number = 0
    while (body := body_of(stream)) is not None:
        number += 1
        print(f"{body}: request {number} of its connection", flush=True)
        if number == 2 or body == "alone":
            break
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n")
    stream.close()
END
python3 server.py >seen 2>errors &
server=$!
trap 'kill $server; rm -rf "$place"' EXIT
until [ -s seen ]; do sleep 0.1; done
url=http://127.0.0.1:$(head -1 seen)/
post() { "$place/usr/bin/curl" --silent --noproxy '*' "$@"; }

{
  post --data first "$url" --next --silent --noproxy '*' --data second "$url" && echo "ended with 0"
  post --data alone "$url" || echo "ended with $?"
  tail -n +2 seen
} | expect 'ok
ok
ended with 0
ended with 52
first: request 1 of its connection
second: request 2 of its connection
second: request 1 of its connection
alone: request 1 of its connection'
