#!/bin/sh
# python-can 4.1.0 (Debian 4.1.0-1): of the formats in which it logs, CSV and SQLite keep neither the channel of a frame
# nor that it is CAN FD, so that one of 12 bytes is read back as a classic one, which has 8 at most; TRC leaves FD
# frames out, with a line in the log, and times in BLF are earlier by what the first one has beyond milliseconds. Only
# candump's format keeps all. One would have guessed that a library reads what it wrote, whatever the file's ending. A
# recorded failure cannot be played again on its bus.
. "$(dirname "$0")/packages.sh"
debian python3-can=4.1.0-1 python3-wrapt=1.14.1-2+b2 python3-msgpack=1.0.3-2+b1 python3-typing-extensions \
  python3-packaging

PYTHONPATH=usr/lib/python3/dist-packages python3 - <<'END_OF_SCRIPT' | expect 'log 1700000000.123456 can0 classic 1; 1700000001.500000 can1 FD 12
csv 1700000000.123456 None classic 1; 1700000001.500000 None classic 12
db 1700000000.123456 None classic 1; 1700000001.500000 None classic 12
asc 0.000000 0 classic 1; 1.376544 1 FD 12
trc 0.000000 1 classic 1
blf 1700000000.123000 0 classic 1; 1700000001.499544 1 FD 12'
import can

frames = [
    can.Message(1700000000.123456, 0x123, is_extended_id=False, data=b"\1", channel="can0"),
    can.Message(1700000001.5, 0x124, is_extended_id=False, is_fd=True, data=bytes(12), channel="can1"),
]
for ending in ("log", "csv", "db", "asc", "trc", "blf"):
    writer = can.Logger("frames." + ending)
    for frame in frames:
        writer(frame)
    writer.stop()
    print(ending, "; ".join(f"{frame.timestamp:.6f} {frame.channel} {'FD' if frame.is_fd else 'classic'} {frame.dlc}"
                            for frame in can.LogReader("frames." + ending)))
END_OF_SCRIPT
