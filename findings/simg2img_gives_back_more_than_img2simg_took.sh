#!/bin/sh
# img2simg and simg2img (Debian android-sdk-libsparse-utils 1:29.0.6-28): an image of 5,000 bytes that is made sparse
# and expanded again has 8,192, filled up with zeros to whole blocks of 4,096, and both say nothing and end with 0. One
# would have guessed that the bytes come back, or a refusal. So a length or digest that is sent along with an update has
# to be taken of what the device will have expanded, not of what went in.
. "$(dirname "$0")/packages.sh"
debian android-sdk-libsparse-utils=1:29.0.6-28 android-libsparse=1:29.0.6-28 android-libbase android-liblog
export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$LD_LIBRARY_PATH/android"

yes firmware | head -c 5000 >image
usr/bin/img2simg image sparse
usr/bin/simg2img sparse expanded
{
  wc -c <image
  wc -c <expanded
  head -c 5000 expanded | cmp - image && echo 'the same at the front'
  tail -c 3192 expanded | tr -d '\0' | wc -c
} | expect '5000
8192
the same at the front
0'
