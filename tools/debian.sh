#!/bin/sh
# Builds the Debian packages of the tree, has lintian look at them, and tries them below a root of their own, so that
# nothing of this system is changed. Usage: tools/debian.sh FOLDER [quick]; packages are in that new folder afterwards.
# The quick way is for Lua 5.4 alone, unoptimised, not compressed, without lintian.
set -eu

command -v dh_lua >/dev/null || { echo "aliota: make debian needs dh-lua, which Debian and its kin have" >&2; exit 1; }
mkdir -p "$1/tree"
folder=$(cd "$1" && pwd) quick=${2:-}

tar cf - --exclude=./build --exclude=./.git --exclude=node_modules . | tar xf - -C "$folder/tree"
if [ "$quick" ]; then
  export DEB_BUILD_OPTIONS="noopt nocheck noautodbgsym" DPKG_DEB_COMPRESSOR_TYPE=none
  rm "$folder"/tree/debian/lua5.[!4].dh-lua.conf
fi
(cd "$folder/tree" && dpkg-buildpackage --build=binary --unsigned-changes)
rm -r "$folder/tree"
[ "$quick" ] || lintian --fail-on error,warning \
  --suppress-tags bad-distribution-in-changes-file,initial-upload-closes-no-bugs "$folder"/*.changes

root=$folder/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
dpkg --root="$root" --force-depends --force-not-root --log=/dev/null --install \
  "$folder"/lua-aliota_*.deb "$folder"/lua-aliota-dev_*.deb

# In another folder; what the packages depend on is this system's.
of_packages() { # version, command…
  version=$1 libraries=$(echo "$root"/usr/lib/*/lua/"$1")
  shift
  (cd "$folder" && env $(for own in 5_2 5_3 5_4; do echo "-u LUA_PATH_$own -u LUA_CPATH_$own"; done) \
    LUA_PATH="$root/usr/share/lua/$version/?.lua;$root/usr/share/lua/$version/?/init.lua;;" \
    LUA_CPATH="$libraries/?.so;;" "$@")
}

manual=$root/usr/share/doc/lua-aliota-dev
for lua in lua5.1 lua5.2 lua5.3 lua5.4 luajit; do
  version=$("$lua" -e 'print(_VERSION:match "%S+$")' 2>/dev/null) && [ -d "$root/usr/share/lua/$version" ] || continue
  said=$(of_packages "$version" "$lua" "$manual/examples/demo.lua")
  echo "$said" | grep -q "^2500 tasks:$" || { echo "aliota: the demo fails on $lua: $said" >&2; exit 1; }
  echo "$lua: the demo lists 2500 tasks"
done
of_packages 5.4 "$root/usr/bin/aliota" --version
