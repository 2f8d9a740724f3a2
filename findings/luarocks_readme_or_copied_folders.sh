#!/bin/sh
# LuaRocks 3.8.0 (Debian 3.8.0+dfsg1-1): README and LICENSE of a rock are installed into its folder `doc`, unless the
# rockspec has `build.copy_directories`: then only these folders are, and the two are left out. One would have guessed
# that folders are copied besides. It matters to who ships a manual as a folder `docs`: README has to go in there, too.
. "$(dirname "$0")/packages.sh"
debian luarocks=3.8.0+dfsg1-1

mkdir rock
cd rock
mkdir docs
echo manual >docs/manual.md
for file in README.md LICENSE; do echo text >$file; done

# $1: what the rockspec says besides.
documents() {
  echo "package = 'sample' version = '1-1' source = {url = 'git://sample'} dependencies = {}
    build = {type = 'builtin', modules = {} $1}" >sample-1-1.rockspec
  rm -rf tree
  LUA_PATH_5_4="$place/usr/share/lua/5.4/?.lua;$place/usr/share/lua/5.1/?.lua;;" \
    lua5.4 "$place/usr/bin/luarocks" --lua-version 5.4 --tree tree make --deps-mode none sample-1-1.rockspec >log 2>&1 || cat log
  (cd tree/lib/luarocks/rocks-5.4/sample/1-1 && find doc* -type f | sort | tr '\n' ' ')
}

printf 'alone: %s\nbeside a folder: %s\n' "$(documents '')" "$(documents ", copy_directories = {'docs'}")" |
  expect 'alone: doc/LICENSE doc/README.md 
beside a folder: docs/manual.md '
