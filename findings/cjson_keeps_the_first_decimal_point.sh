#!/bin/sh
# lua-cjson 2.1.0 (Debian 2.1.0+dfsg-2.2) asks for the decimal point of the program's locale when it is loaded, and not
# again when os.setlocale has changed it: from then on 33.67 is written 33,67, and [0.5] is no JSON ("invalid token at
# character 3"). Whoever makes a new instance, by cjson.new(), mends that for all there are. One would have guessed that
# JSON has nothing to do with the locale, or that instances had nothing to do with each other.
. "$(dirname "$0")/packages.sh"
debian lua-cjson=2.1.0+dfsg-2.2 locales
mkdir locales
I18NPATH="$place/usr/share/i18n" localedef -i de_DE -f UTF-8 locales/de_DE.UTF-8 2>/dev/null || true

LOCPATH="$place/locales" LUA_CPATH_5_4="$LD_LIBRARY_PATH/lua/5.4/?.so" lua5.4 -e '
  local cjson = require "cjson"
  assert(os.setlocale "de_DE.UTF-8")
  print(cjson.encode {33.67})
  print(select(2, pcall(cjson.decode, "[0.5]")))
  cjson.new()
  print(cjson.encode {33.67})
  print(cjson.decode("[0.5]")[1] == 1 / 2)
' | expect '[33,67]
Expected comma or array end but found invalid token at character 3
[33.67]
true'
