#!/bin/sh
# cbor2 5.4.6 (Debian python3-cbor2 5.4.6-1+b1): a map with the keys 1 and true, two keys for CBOR, is read as a dict
# with one of them, and the value of the first is lost without a word, as 1 == True in Python; written again it is a map
# of one member. The same holds for 0 and false, and for 1 and 1.0. cbor 10.0.12 for Node keeps them apart. One would
# have guessed an error, as the reader knows that it has read two keys. Manifests of small devices use integers as keys.
. "$(dirname "$0")/packages.sh"
debian python3-cbor2=5.4.6-1+b1
npm_package cbor@10.0.12

map=a2016161f56162 # {1: "a", true: "b"}
{
  PYTHONPATH="$place/usr/lib/python3/dist-packages" python3 -c '
import cbor2, sys
read = cbor2.loads(bytes.fromhex(sys.argv[1]))
print(read, cbor2.dumps(read).hex())' $map
  node -e 'console.log(require("cbor").decodeFirstSync(process.argv[1], "hex").size)' $map
} | expect "{1: 'b'} a1016162
2"
