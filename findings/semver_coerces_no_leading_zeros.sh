#!/bin/sh
# semver 7.8.6 for Node: coerce("2023.11.05") is null, as is coerce("1.02.3"): a number with a leading zero ends it,
# where the manual promises "a very forgiving translation" in which "only text which lacks digits will fail". One would
# have guessed 2023.11.5 for a firmware that is named by its date; what compares the versions of October and November
# raises from the first to the ninth of a month.
. "$(dirname "$0")/packages.sh"
npm_package semver@7.8.6

for version in 2023.11.5 2023.11.05 2023.1.05 1.02.3 1.2; do
  node -p 'const v = process.argv[1]; `${v}: ${require("semver").coerce(v)}`' "$version"
done | expect '2023.11.5: 2023.11.5
2023.11.05: null
2023.1.05: null
1.02.3: null
1.2: 1.2.0'
