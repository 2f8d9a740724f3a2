#!/bin/sh
# SWUpdate 2022.12 (Debian 2022.12+dfsg-4+deb12u3): `swupdate -i` that has installed an update and says "SWUpdate was
# successful !" ends with 0 in some runs and with 1 in others, of the same image on the same machine (6 of 15 with 1, on
# two cores; with one core always 0, as two threads race at its end). One would have guessed that the status is that of
# the installation. An agent that reports by it tells the fleet's service FAILED of devices that run the new version;
# what is written is to be compared instead. Ends as soon as both were seen, and fails if they are not within 100 runs.
. "$(dirname "$0")/packages.sh"
debian swupdate=2022.12+dfsg-4+deb12u3 libswupdate0.1 libubootenv0.1 libebgenv0 libconfig9 libgpiod2 librsync2 \
  liburiparser1 libwebsockets17 libzck1 libb2-1 libuv1 libev4 libarchive13 cpio

# Debian's takes signed images alone.
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -subj /CN=sample -days 30 \
  -addext extendedKeyUsage=emailProtection 2>/dev/null
echo firmware >payload
cat >sw-description <<DESCRIPTION
software = {
  version = "1.0"; hardware-compatibility: ["1.0"];
  images: ({filename = "payload"; device = "$place/flash"; type = "raw"; sha256 = "$(sha256sum payload | cut -d' ' -f1)"});
}
DESCRIPTION
openssl cms -sign -in sw-description -out sw-description.sig -signer certificate.pem -inkey key.pem -outform DER \
  -nosmimecap -binary
printf '%s\n' sw-description sw-description.sig payload | bin/cpio -o -H crc >update.swu 2>/dev/null

install_it() { # prints the exit status; fails unless the update was installed
  echo unused >flash
  status=0
  usr/bin/swupdate -l 3 -k certificate.pem -H board:1.0 -i update.swu >log 2>&1 || status=$?
  grep -q 'SWUpdate was successful' log && cmp -s -n 9 flash payload && echo $status
}

seen= runs=0
while [ $runs -lt 100 ] && [ "$seen" != '0 1' ]; do
  runs=$((runs + 1))
  seen=$(echo $seen $(install_it) | tr ' ' '\n' | sort -u | xargs)
done
echo "exit status after a successful installation: $seen" | expect 'exit status after a successful installation: 0 1'
