#!/bin/sh
# mcopy of mtools 4.0.32 (Debian 4.0.33-1+really4.0.32-1): -t, "text file transfer", makes each end of a line that of
# DOS, as one expects, and adds a byte 0x1A at the end of the file, as CP/M had it. mtype prints that byte; with -t, it
# and mcopy take it away. One would have guessed the lines alone, as unix2dos writes them. A config.txt or a cmdline.txt
# that is put on a boot partition so has a strange last line, or a strange byte after its last value.
. "$(dirname "$0")/packages.sh"
debian mtools=4.0.33-1+really4.0.32-1

dd if=/dev/zero of=boot.img bs=1024 count=1440 2>log
usr/bin/mformat -i boot.img -f 1440 ::
printf 'arm_64bit=1\nkernel=fw-1.10.bin\n' >config.txt
usr/bin/mcopy -t -i boot.img config.txt ::
usr/bin/mcopy -i boot.img ::config.txt copy.txt
tail -c 6 copy.txt | od -An -tx1 | expect ' 62 69 6e 0d 0a 1a'
