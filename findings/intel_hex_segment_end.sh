#!/bin/sh
# An Intel HEX file with segment addresses (record type 02) whose data run past the end of 64 KiB. srec_cat of srecord
# 1.64 goes on at the segment's start, as Intel's specification has it; intelhex 2.3.0 (python3-intelhex 2.3.0-2) and
# objcopy (binutils 2.40) go straight on. So one file gives two images: the second byte stands at 0x12340 or at 0x22340.
# One would have guessed that a format of 1988 is read alike by all. Type 04, which most linkers write today, leaves no
# choice here but the same one at 4 GiB.
. "$(dirname "$0")/packages.sh"
debian srecord=1.64-3 libsrecord0 python3-intelhex=2.3.0-2 binutils=2.40-2 binutils-common libbinutils libctf0 \
  libctf-nobfd0 libjansson4 binutils-x86-64-linux-gnu

printf ':020000021234B6\n:02FFFF000102FD\n:00000001FF\n' >image.hex # segment 0x1234, offset 0xffff, the bytes 1 and 2
{
  echo "srec_cat: $(usr/bin/srec_cat image.hex -intel -o - -hex_dump 2>log | cut -d: -f1 | xargs)"
  PYTHONPATH="$place/usr/lib/python3/dist-packages" python3 -c '
from intelhex import IntelHex
print("intelhex:", *(hex(address) for address in IntelHex("image.hex").addresses()))'
  usr/bin/objcopy -I ihex -O binary image.hex image.bin
  echo "objcopy: $(od -An -tx1 image.bin | xargs)"
} | expect 'srec_cat: 00012340 00022330
intelhex: 0x2233f 0x22340
objcopy: 01 02'
