#!/bin/sh
# mkimage and dumpimage of u-boot-tools 2023.01 (Debian 2023.01+dfsg-2+deb12u3): `-l`, which build scripts take for a
# check of a firmware image, ends with 0 for whatever it is given. An image with one wrong byte is not told to be
# broken: its type is no longer recognised, and the last type that is tried recognises everything, a line of text as
# well. One would have guessed an error, or the header with a word on the checksum. The headers' magic 27051956 shows as
# a "size". What tells is the output: "Image Name" is there only where all checksums fit.
. "$(dirname "$0")/packages.sh"
debian u-boot-tools=2023.01+dfsg-2+deb12u3

listed() { # the words of the listing, and its exit status
  usr/bin/dumpimage -l "$1" >log && status=0 || status=$?
  sed -n 's/^Image Name: *//p; s/^GP Header: \(Size [0-9a-f]*\).*/GP Header: \1/p' log
  echo "exit status $status"
}

yes firmware | head -c 4096 >payload
usr/bin/mkimage -A arm -O linux -T firmware -C none -n sensor -d payload image >/dev/null
sed '20s/firmware/firmwarX/' image >changed
echo 'hello, world' >text
for file in image changed text; do listed $file; done | expect 'sensor
exit status 0
GP Header: Size 27051956
exit status 0
GP Header: Size 68656c6c
exit status 0'
