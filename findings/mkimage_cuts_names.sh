#!/bin/sh
# mkimage 2023.01 (Debian u-boot-tools 2023.01+dfsg-2+deb12u3): of a name longer than the 32 bytes of an image's header
# the rest is left out, without a word and with exit status 0. A name that ends with a version loses just that: the
# images of 1.10.0-rc.1 and 1.10.0-rc.12 have one name. One would have guessed an error, as for any other field that is
# too large.
. "$(dirname "$0")/packages.sh"
debian u-boot-tools=2023.01+dfsg-2+deb12u3

echo code >code
for version in 1.9.0 1.10.0-rc.1 1.10.0-rc.12; do
  usr/bin/mkimage -A arm -T firmware -C none -n "gateway-eu-production-$version" -d code image >log 2>&1
  echo "$? $(usr/bin/dumpimage -l image | grep Name) ($(wc -l <log) lines)"
done | expect '0 Image Name:   gateway-eu-production-1.9.0 (6 lines)
0 Image Name:   gateway-eu-production-1.10.0-rc. (6 lines)
0 Image Name:   gateway-eu-production-1.10.0-rc. (6 lines)'
