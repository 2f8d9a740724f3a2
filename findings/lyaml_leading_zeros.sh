#!/bin/sh
# lyaml 6.2.8 (Debian lua-yaml 6.2.8-2): of digits with a zero in front, 0123 is read as octal (83), and 089, which can
# be none, as decimal (89): neighbours in a list of serial numbers are read by different rules. One would have guessed
# that what is no octal number stays text, as with js-yaml 3.14.1, the last one that knows YAML 1.1's octal numbers.
# Only quotes help.
. "$(dirname "$0")/packages.sh"
debian lua-yaml=6.2.8-2 libyaml-0-2
npm_package js-yaml@3.14.1

{
  LUA_PATH="$place/usr/share/lua/5.4/?.lua;$place/usr/share/lua/5.4/?/init.lua" \
    LUA_CPATH="$LD_LIBRARY_PATH/lua/5.4/?.so" lua5.4 -e '
      local numbers = require("lyaml").load "[0123, 089]"
      print(numbers[1], numbers[2], type(numbers[2]))'
  node -e '
    const [first, second] = require("js-yaml").load("[0123, 089]");
    console.log(first, second, typeof second);'
} | expect '83	89	number
83 089 string'
