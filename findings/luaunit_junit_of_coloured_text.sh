#!/bin/sh
# LuaUnit 3.4 (Debian lua-unit 3.4-2) with `-o junit`: a failure whose text has a control character, such as the escape
# of a coloured terminal or a byte of a firmware, is written as it is, and the report is no XML any more: Python's
# parser refuses all of it, with the results of every other test. One would have guessed that what escapes & and < also
# sees to these.
. "$(dirname "$0")/packages.sh"
debian lua-unit=3.4-2 lua5.4=5.4.4-3+deb12u1

cat >test.lua <<'END'
local unit = require "luaunit"
TestA = {}
function TestA.test_1() unit.assertEquals(arg[1] == "colour" and "\27[31mred" or "<red>", "&") end
os.exit(unit.LuaUnit.run("-o", "junit", "-n", arg[1]))
END
for text in plain colour; do
  LUA_PATH="$place/usr/share/lua/5.4/?.lua" usr/bin/lua5.4 test.lua $text >/dev/null 2>&1 || true
  python3 -c '
import sys, xml.dom.minidom as dom
try: print(len(dom.parse(sys.argv[1] + ".xml").getElementsByTagName("failure")), "failure")
except Exception as err: print(str(err).split(":")[0])' $text
done | expect '1 failure
not well-formed (invalid token)'
