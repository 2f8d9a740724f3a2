#!/bin/sh
# The CRC of "123456789" under one name. "CRC-16" is 0xbb3d for npm's crc 4.3.2, crcmod 1.7 and crcelk 1.3, but 0x31c3,
# which is XMODEM's, for crccheck 1.0. "CCITT" is 0x29b1 for crc and crcelk, 0x2189 for crccheck, and 0xe5cc for
# srec_cat of srecord 1.64, where only -broken makes 0x29b1. "CRC-64" is two checksums for crcmod and crccheck. One
# would have guessed that a name is one polynomial with one start, or one of two for CCITT. A boot loader refuses an
# image whose checksum the tool of another maker wrote, under the name that the manual says.
. "$(dirname "$0")/packages.sh"
debian srecord=1.64-3 libsrecord0=1.64-3 python3-crcmod=1.7+dfsg-3+b3 python3-crcelk=1.3-4 python3-crccheck=1.0-5
npm_package crc@4.3.2

printf 123456789 >data
{
  node -e '
    const crc = require("crc");
    const data = require("node:fs").readFileSync("data");
    console.log("crc", crc.crc16(data).toString(16), crc.crc16ccitt(data).toString(16));'
  PYTHONPATH="$place/usr/lib/python3/dist-packages" python3 -c '
import crccheck.crc, crcelk, crcmod.predefined
data = b"123456789"
print("crcmod %x -, 64: %x" % (crcmod.predefined.mkCrcFun("crc-16")(data), crcmod.predefined.mkCrcFun("crc-64")(data)))
print("crcelk %x %x" % (crcelk.CRC16.calc_bytes(data), crcelk.CRC_CCITT.calc_bytes(data)))
print("crccheck %x %x, 64: %x" % (crccheck.crc.Crc16.calc(data), crccheck.crc.Crc16Ccitt.calc(data),
                                  crccheck.crc.Crc64.calc(data)))'
  echo "srec_cat - $(usr/bin/srec_cat data -binary -crc16-b-e 9 -ccitt -crop 9 11 -o - -binary | od -An -tx1 |
    tail -c 6 | tr -d ' ')"
} | expect 'crc bb3d 29b1
crcmod bb3d -, 64: 46a5a9388a5beffe
crcelk bb3d 29b1
crccheck 31c3 2189, 64: 6c40df5f0b497347
srec_cat - e5cc'
