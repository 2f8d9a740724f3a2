#!/bin/sh
# bspatch 4.3 (Debian 4.3-23): a patch that is applied to another file than it was made from, of the same length, gives
# a file of the right length and wrong content, and ends with 0: neither the old nor the new file's digest is in a
# patch. xdelta3 3.0.11 ends with 1, says "target window checksum mismatch" and to check the source. One would have
# guessed that a patch knows what it belongs to. A device that updates by bsdiff has to check both by itself, or boots
# noise as a success.
. "$(dirname "$0")/packages.sh"
debian bsdiff=4.3-23 xdelta3=3.0.11-dfsg-1.2

yes 'firmware 1.0' | head -c 20000 >old
yes 'firmware 1.1' | head -c 20000 >new
yes 'bootloader 7' | head -c 20000 >other
usr/bin/bsdiff old new bsdiff.patch
usr/bin/xdelta3 -e -s old new xdelta.patch
{
  usr/bin/bspatch other patched bsdiff.patch
  echo "bspatch $?, $(wc -c <patched) bytes, $(cmp -s patched new && echo right || echo wrong)"
  status=0
  usr/bin/xdelta3 -d -s other xdelta.patch patched.too 2>log || status=$?
  echo "xdelta3 $status, $(head -1 log)"
} | expect 'bspatch 0, 20000 bytes, wrong
xdelta3 1, xdelta3: target window checksum mismatch: XD3_INVALID_INPUT'
