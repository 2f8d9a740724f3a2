#!/bin/sh
# candied 2.2.0 (npm): of a signal that a DBC file declares as a float, by SIG_VALTYPE_, it knows the type ("float"),
# but decodes its bits as an integer: 1.5 is 1069547520. A frame with an extended identifier is decoded by the message
# that has the same number as a standard one, and of a multiplexed message all branches are handed out, as if each were
# there. canmatrix 0.9.5 reads the float and the branch. One would have guessed that a decoder goes by the types it
# read. A temperature of 1.5 degrees raises an alarm.
. "$(dirname "$0")/packages.sh"
npm_package candied@2.2.0
debian python3-canmatrix=0.9.5~github-3 python3-attr python3-future

cat >gateway.dbc <<'DBC'
VERSION ""

NS_ :

BS_:

BU_: gateway

BO_ 256 Climate: 8 gateway
 SG_ Branch M : 0|8@1+ (1,0) [0|0] "" gateway
 SG_ Fan m0 : 8|8@1+ (1,0) [0|0] "" gateway
 SG_ Door m1 : 8|16@1+ (1,0) [0|0] "" gateway
 SG_ Temperature : 32|32@1- (1,0) [0|0] "" gateway

BO_ 2147483904 Position: 8 gateway
 SG_ Height : 0|16@1+ (1,0) [0|0] "" gateway

SIG_VALTYPE_ 256 Temperature : 1;
DBC
{
node - <<'END_OF_SCRIPT'
const { Can, Dbc } = require("candied");
const database = new Dbc().load(require("node:fs").readFileSync("gateway.dbc", "utf8"));
const can = new Can();
can.database = database;
console.log("type:", database.messages.get("Climate").signals.get("Temperature").dataType);
for (const extended of [false, true]) {
  const message = can.decode(can.createFrame(256, [0, 7, 0, 0, 0, 0, 0xc0, 0x3f], extended));
  console.log(extended ? "extended:" : "standard:", message.name,
    [...message.boundSignals].map(([name, signal]) => `${name}=${signal.value}`).join(" "));
}
END_OF_SCRIPT
PYTHONPATH=usr/lib/python3/dist-packages python3 -c '
import canmatrix, canmatrix.formats
database = canmatrix.formats.loadp_flat("gateway.dbc")
for extended in (False, True):
    message = database.frame_by_id(canmatrix.ArbitrationId(256, extended))
    signals = message.decode(bytes([0, 7, 0, 0, 0, 0, 0xc0, 0x3f]))
    print("canmatrix:", message.name, *(f"{name}={signal.phys_value}" for name, signal in signals.items()))' 2>log
} | expect "type: float
standard: Climate Branch=0 Fan=7 Door=7 Temperature=1069547520
extended: Climate Branch=0 Fan=7 Door=7 Temperature=1069547520
canmatrix: Climate Branch=0 Fan=7 Temperature=1.5
canmatrix: Position Height=1792"
