#!/bin/sh
# fw_printenv of libubootenv 0.3.2 (Debian 0.3.2-1): in a line of its configuration the offset 512 is 512, but the size
# 512 next to it is 0x512, that is 1298, so that it cannot read the environment that `mkenvimage -s 512` of u-boot-tools
# 2023.01 made; with the size 200 it can. One would have guessed that numbers in one line are read alike.
. "$(dirname "$0")/packages.sh"
debian u-boot-tools=2023.01+dfsg-2+deb12u3 libubootenv-tool=0.3.2-1 libubootenv0.1=0.3.2-1

echo slot=a >variables
usr/bin/mkenvimage -s 512 -o environment variables
{ head -c 512 /dev/zero; cat environment; } >flash
for numbers in '0x200 0x200' '512 0x200' '512 200' '512 512'; do
  echo "$place/flash $numbers" >config
  status=0
  usr/bin/fw_printenv -c config >out 2>&1 || status=$?
  echo "$numbers: $status $(head -n 1 out)"
done | expect '0x200 0x200: 0 slot=a
512 0x200: 0 slot=a
512 200: 0 slot=a
512 512: 243 Cannot read environment, using default'
