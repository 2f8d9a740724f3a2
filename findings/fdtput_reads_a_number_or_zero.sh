#!/bin/sh
# fdtput of dtc 1.6.1 (Debian device-tree-compiler 1.6.1-4+b1) without -t: each value is stored as a number of four
# bytes, as far as its beginning is one in decimal. So a version 1.10 is stored as 1, just like 1.9, a date 2023-11-05
# as 2023, 0x1F and v2 as 0, and 5000000000 as 705032704; with -t i, 010 is 8. None of them is an error, and the exit
# status is 0. One would have guessed text, as the counterpart fdtget guesses the kind of a value, or an error. Whoever
# stamps a device tree with a version or a board's revision needs -t s.
. "$(dirname "$0")/packages.sh"
debian device-tree-compiler=1.6.1-4+b1 libfdt1=1.6.1-4+b1 libyaml-0-2

echo '/dts-v1/; / {};' | usr/bin/dtc -q -O dtb -o board.dtb
stored() {
  usr/bin/fdtput "$@" && echo "exit status 0, $(usr/bin/fdtget board.dtb / revision)"
}
{
  for revision in 1.9 1.10 2023-11-05 0x1F v2 5000000000; do stored board.dtb / revision $revision; done
  stored -t i board.dtb / revision 010
  stored -t s board.dtb / revision 1.10
} | expect 'exit status 0, 1
exit status 0, 1
exit status 0, 2023
exit status 0, 0
exit status 0, 0
exit status 0, 705032704
exit status 0, 8
exit status 0, 1.10'
