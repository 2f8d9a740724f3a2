#!/bin/sh
# mqtt-pattern 2.1.1: `+` does not match a level that is empty, as the first one of each topic of Alibaba Cloud's IoT
# platform is (`/ota/device/upgrade/…` begins with an empty level). By MQTT 5.0 (4.7.1.3) "/finance" matches "+/+", so a
# handler for `+/ota/#` gets messages that are its own, and passes them over.
. "$(dirname "$0")/packages.sh"
npm_package mqtt-pattern@2.1.1

node - <<'END' | expect '+/ota/# /ota/device/inform false
/ota/# /ota/device/inform true
# /ota/device/inform true
a/+/b a//b false
a/+ a/ false
a/+ a/x true'
const { matches } = require("mqtt-pattern");
for (const pair of ["+/ota/# /ota/device/inform", "/ota/# /ota/device/inform", "# /ota/device/inform", "a/+/b a//b",
  "a/+ a/", "a/+ a/x"]) {
  console.log(pair, matches(...pair.split(" ")));
}
END
