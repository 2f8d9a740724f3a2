#!/bin/sh
# fwupdtool 2.0.20 (Debian 2.0.20-1~deb12u2): `vercmp` takes 1.2.3-rc1 for newer than 1.2.3, and 1.2.0 for newer than
# 1.2; only a tilde (1.2.3~rc1) comes before. Semantic versions have it the other way round (semver 7.8.6: the candidate
# is older). One would have guessed that a tool for firmware, whose makers write -rc1, sorts as they mean it. So whoever
# goes by "newer than" has to know whose comparison the device makes.
. "$(dirname "$0")/packages.sh"
debian fwupd=2.0.20-1~deb12u2 libfwupd3=2.0.20-1~deb12u2 libjcat1 libjson-glib-1.0-0 libxmlb2 libflashrom1 libmnl0 \
  libprotobuf-c1 libtss2-esys-3.0.2-0 libtss2-mu0 libtss2-sys1 libtss2-tcti-device0 libusb-1.0-0 libcbor0.8 libdrm-amdgpu1 \
  libdrm2 libpolkit-gobject-1-0 libarchive13 libgpgme11 libassuan0 libftdi1-2 libjaylink0 libpci3
npm_package semver@7.8.6
export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$LD_LIBRARY_PATH/fwupd-2.0.20"

{
  for other in 1.2.3-rc1 1.2.3~rc1; do usr/bin/fwupdtool vercmp 1.2.3 $other; done
  usr/bin/fwupdtool vercmp 1.2 1.2.0
  echo "semver: 1.2.3 $(node -p 'require("semver").gt("1.2.3", "1.2.3-rc1") ? ">" : "<"') 1.2.3-rc1"
} | expect '1.2.3 < 1.2.3-rc1
1.2.3 > 1.2.3~rc1
1.2 < 1.2.0
semver: 1.2.3 > 1.2.3-rc1'
