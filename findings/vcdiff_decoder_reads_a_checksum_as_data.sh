#!/bin/sh
# @ably/vcdiff-decoder 1.0.6 (npm), which says that it was tested with xdelta: of a patch that xdelta3 3.0.11 (Debian
# 3.0.11-dfsg-1.2) wrote with its checksum, which it writes unless told not to (`-n`), and without compression (`-S none
# -A`), it makes other content of the right length, and nothing is raised. Without the checksum it is right, and a
# compressed patch it refuses. One would have guessed that it checks, passes over or refuses what an extension of the
# format adds. A device writes what is no firmware.
. "$(dirname "$0")/packages.sh"
npm_package @ably/vcdiff-decoder@1.0.6
debian xdelta3=3.0.11-dfsg-1.2

echo 'firmware version 1.9.0, for gateways in general' >old
echo 'firmware version 1.10.0, for gateways in general' >new
cat >decode.js <<'END_OF_SCRIPT'
const { readFileSync } = require("node:fs");
const { decode } = require("@ably/vcdiff-decoder");
try {
  const made = Buffer.from(decode(readFileSync("patch"), readFileSync("old")));
  const wanted = readFileSync("new");
  console.log(made.equals(wanted) ? "right" : "wrong", made.length, "bytes of", wanted.length);
} catch (error) {
  console.log("raises", error.message);
}
END_OF_SCRIPT
for options in '-S none -A' '-S none -A -n' '-S lzma -A'; do
  usr/bin/xdelta3 -e $options -f -s old new patch
  usr/bin/xdelta3 -d -f -s old patch out
  cmp out new
  echo "xdelta3 $options: $(node decode.js)"
done | expect 'xdelta3 -S none -A: wrong 49 bytes of 49
xdelta3 -S none -A -n: right 49 bytes of 49
xdelta3 -S lzma -A: raises non-zero Hdr_Indicator (VCD_DECOMPRESS or VCD_CODETABLE bit is set)'
