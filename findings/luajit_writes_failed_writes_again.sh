#!/bin/sh
# LuaJIT 2.1.0-beta3 (Debian 2.1.0~beta3+git20220320+dfsg-4.1+deb12u1): `file:write` that fails in compiled code is done
# once more by the interpreter, to which the trace falls back. By then the C library has dropped the buffer that it
# could not write, so that the second call succeeds: on a full disk the loop is told of its first failures, before it
# was compiled, and of none of those after. One would have guessed that a call with an effect is made once. With -joff
# every failure is told. A program that goes on by the result of each write never learns which of its lines are lost.
. "$(dirname "$0")/packages.sh"
debian luajit=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1 \
  libluajit-5.1-2=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1 libluajit-5.1-common=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1

cat >full.lua <<'END'
local file, failed, text = io.open("/dev/full", "wb"), 0, ("x"):rep(100)
for _ = 1, 4000 do
  if not file:write(text) then failed = failed + 1 end
end
print(failed > 50 and "told of each buffer" or failed <= 2 and "told of the first" or failed)
END
{ usr/bin/luajit full.lua; usr/bin/luajit -joff full.lua; } | expect 'told of the first
told of each buffer'
