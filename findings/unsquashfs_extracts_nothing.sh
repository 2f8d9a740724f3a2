#!/bin/sh
# unsquashfs 4.5.1 (Debian squashfs-tools 1:4.5.1-1): a file that is asked for and is not in the image is no error: it
# says "created 0 files", nothing on standard error, and ends with 0, with -strict-errors as well. With -cat, or as
# sqfscat, the same name is an error and the status 2; tar ends with 2, too. One would have guessed the like here. A
# script that takes a version's file out of an image of the system goes on with the file of the image before.
. "$(dirname "$0")/packages.sh"
debian squashfs-tools=1:4.5.1-1 liblzo2-2

mkdir -p tree/etc
echo 1.10 >tree/etc/version
usr/bin/mksquashfs tree image -quiet -no-progress >log
run() {
  status=0
  "$@" >log 2>error || status=$?
  echo "$status: $(grep -c . error || true) lines of errors"
}
{
  run usr/bin/unsquashfs -d out image etc/verison
  run usr/bin/unsquashfs -strict-errors -d out2 image etc/verison
  run usr/bin/unsquashfs -cat image etc/verison
  run usr/bin/sqfscat image etc/verison
  find out out2 -type f
  tar -cf archive -C tree etc
  run tar -xf archive etc/verison
} | expect '0: 0 lines of errors
0: 0 lines of errors
2: 1 lines of errors
2: 1 lines of errors
2: 2 lines of errors'
