#!/bin/sh
# fw_setenv of libubootenv 0.3.2 (Debian 0.3.2-1): of `fw_setenv bootargs console=ttyS0 quiet` it stores the first word
# alone; of a script for `-s` it splits lines at the first `=`, so that `url http://a/?v=1` sets a variable `url
# http://a/?v`, and passes over `delay 3`. `fw_printenv` prints a variable that is not there as an empty one. All end
# with 0. One would have guessed what U-Boot's own tools of these names do: they join the words, split lines at blanks,
# and report what is not there. A board boots without half of its arguments.
. "$(dirname "$0")/packages.sh"
debian u-boot-tools=2023.01+dfsg-2+deb12u3 libubootenv-tool=0.3.2-1 libubootenv0.1=0.3.2-1

echo delay=1 >variables
usr/bin/mkenvimage -s 0x1000 -o environment variables
echo "$place/environment 0 0x1000" >config
printf '%s\n' 'url http://a/?v=1' 'delay 3' 'slot=b' >script
{
  usr/bin/fw_setenv -c config bootargs console=ttyS0 quiet
  echo "words: $?"
  usr/bin/fw_setenv -c config -s script
  echo "script: $?"
  usr/bin/fw_printenv -c config
  usr/bin/fw_printenv -c config missing
  echo "missing: $?"
} | expect 'words: 0
script: 0
bootargs=console=ttyS0
delay=1
slot=b
url http://a/?v=1
missing=
missing: 0'
