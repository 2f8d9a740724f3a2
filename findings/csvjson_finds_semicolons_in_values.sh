#!/bin/sh
# csvjson-csv2json 5.0.6 (npm) finds the separator of a table by what is most frequent in all of it, within quotes, too:
# where reasons have more semicolons than the table has commas, it makes one column of a table with two, and loses what
# follows the first semicolon of a row. With `separator: ","` the columns are right; either way a quote at the end of a
# value is lost. One would have guessed that the line of names decides, or what stands outside of quotes. A report is
# read well until devices fail with longer reasons.
. "$(dirname "$0")/packages.sh"
npm_package csvjson-csv2json@5.0.6

node - <<'END_OF_SCRIPT' | expect '[{"Device,Reason":"d1,\"lost"},{"Device,Reason":"d2,\"no \"\"flash\"\""}]
[{"Device":"d1","Reason":"lost; asked; again; lost; gave up"},{"Device":"d2","Reason":"no \"flash"}]'
const csv2json = require("csvjson-csv2json");
const table = 'Device,Reason\nd1,"lost; asked; again; lost; gave up"\nd2,"no ""flash"""\n';
for (const options of [{}, { separator: "," }]) console.log(JSON.stringify(csv2json(table, options)));
END_OF_SCRIPT
