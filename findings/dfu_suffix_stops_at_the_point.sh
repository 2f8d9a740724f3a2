#!/bin/sh
# dfu-suffix 0.11 (Debian dfu-util 0.11-1): `-d 1.10`, the version of a device, writes 0x0001 into the suffix, and 2.05
# writes 0x0002, with exit status 0: the number is read as far as it goes, and in hexadecimal. 0110 gives the 0x0110
# that stands for 1.10. The tool calls the field "BCD device", as USB does, so that one would have guessed that a
# version is read, or refused. All versions that differ behind the point become one.
. "$(dirname "$0")/packages.sh"
debian dfu-util=0.11-1

for version in 0110 1.10 1.11 2.05 v1; do
  echo firmware >file
  status=0
  usr/bin/dfu-suffix -d "$version" -a file >log 2>&1 || status=$?
  echo "$version: status $status, $(usr/bin/dfu-suffix -c file | grep 'BCD device')"
done | tr '\t' ' ' | expect '0110: status 0, BCD device: 0x0110
1.10: status 0, BCD device: 0x0001
1.11: status 0, BCD device: 0x0001
2.05: status 0, BCD device: 0x0002
v1: status 0, BCD device: 0x0000'
