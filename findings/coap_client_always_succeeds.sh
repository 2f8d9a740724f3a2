#!/bin/sh
# coap-client of libcoap 4.3.1 (Debian libcoap3-bin 4.3.1-1): whether a download succeeds, the server says 4.04, or
# there is no server at all, the exit status is 0; a file of an earlier download stays as it was. One would have guessed
# that it ends as curl does, with an error at least where nothing answers. What it downloaded has to be looked for.
. "$(dirname "$0")/packages.sh"
debian libcoap3-bin=4.3.1-1 libcoap3=4.3.1-1

usr/bin/coap-server-notls -A 127.0.0.1 -p 25683 >log 2>&1 &
trap 'kill $!; rm -rf "$place"' EXIT

fetch() {
  echo earlier >file
  status=0
  usr/bin/coap-client-notls -m get -B 3 -o file "coap://127.0.0.1:$1" >out 2>&1 || status=$?
  said=$(grep -o -e '4\.04.*' -e 'Connection refused' out | head -1)
  echo "status $status, file $(grep -q earlier file && echo 'of before' || echo new), ${said:-nothing said}"
}
tries=0
until fetch 25683/ | grep -q new || [ $((tries += 1)) -gt 10 ]; do sleep 0.1; done
{ fetch 25683/; fetch 25683/firmware; fetch 25684/; } | expect 'status 0, file new, nothing said
status 0, file of before, 4.04 Not Found
status 0, file of before, Connection refused'
