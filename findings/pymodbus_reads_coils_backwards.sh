#!/bin/sh
# pymodbus 3.0.0 (Debian python3-pymodbus 3.0.0-7): BinaryPayloadDecoder.fromCoils gives the bits of each eight coils
# backwards, in either byte order: of eight coils the first is set, and by decode_bits the last one is, and by
# decode_8bit_uint they are 128. The library's own pack_bitstring makes 1 of them, as Modbus has it on the wire. One
# would have guessed the same of the decoder. Registers are decoded with their two bytes swapped, 1 as 256, unless one
# asks for the order that Modbus has. A relay or an alarm is taken for another one.
. "$(dirname "$0")/packages.sh"
debian python3-pymodbus=3.0.0-7

cat >decode.py <<'END'
from pymodbus.constants import Endian
from pymodbus.payload import BinaryPayloadDecoder
from pymodbus.utilities import pack_bitstring, unpack_bitstring

coils = [True, False, False, False, False, False, False, False]
print("coils", *(place for place, coil in enumerate(coils, 1) if coil))
for order in (Endian.Little, Endian.Big):
    bits = BinaryPayloadDecoder.fromCoils(coils, byteorder=order).decode_bits()
    print("decoder", *(place for place, bit in enumerate(bits, 1) if bit),
          BinaryPayloadDecoder.fromCoils(coils, byteorder=order).decode_8bit_uint())
bits = unpack_bitstring(pack_bitstring(coils))
print("packed", *(place for place, bit in enumerate(bits, 1) if bit), pack_bitstring(coils)[0])
print("register", BinaryPayloadDecoder.fromRegisters([1]).decode_16bit_uint(),
      BinaryPayloadDecoder.fromRegisters([1], byteorder=Endian.Big).decode_16bit_uint())
END
PYTHONPATH="$place/usr/lib/python3/dist-packages" python3 -W ignore decode.py | expect 'coils 1
decoder 8 128
decoder 8 128
packed 1 1
register 256 1'
