#!/bin/sh
# bytes 3.1.2, by which Express and others read sizes: a unit that it has not is no error, but left out, with the figure
# in front of it as bytes. `1MiB`, `1M` and `1k` are one byte, and so is `1.5.1MB`; a comma ends the figure, too. One
# would have guessed null, as for a text without a figure, or that MiB is known, as 1MB is 1,048,576 here.
. "$(dirname "$0")/packages.sh"
npm_package bytes@3.1.2

node - <<'END' | expect '1MB 1048576
1MiB 1
1M 1
1k 1
64KiB 64
1,5MB 1
1.5.1MB 1
MB null'
const bytes = require("bytes");
for (const text of ["1MB", "1MiB", "1M", "1k", "64KiB", "1,5MB", "1.5.1MB", "MB"]) console.log(text, bytes(text));
END
