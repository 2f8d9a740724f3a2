# For the other scripts: makes a temporary folder, goes there, and takes it away at the end.
# debian name=version …   unpacks packages of Debian into it, without installing them
# npm_package name@version …
# expect text             fails unless standard input is this text, and shows both
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

debian() {
  apt-get download -qq "$@" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" .; done
  export LD_LIBRARY_PATH="$place/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)"
}

npm_package() { npm install --silent --no-audit --no-fund --no-save --prefix . "$@" >/dev/null; }

expect() {
  seen=$(cat)
  echo "$seen"
  [ "$seen" = "$1" ] && return
  echo "expected: $1" >&2
  exit 1
}
