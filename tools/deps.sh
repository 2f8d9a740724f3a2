#!/bin/sh
# Installs what a task needs (Debian and its kin), or says what is missing and which command installs it.
# Usage: tools/deps.sh TASK, one of those of `sets`
set -eu

# set | how to tell that it is there | Debian | Fedora | Alpine | Homebrew
# cmd:a is a command, vm:lua5.4 Lua 5.4 under whatever name, inc:h a C header, pc:a,b one of these pkg-config modules, lua:m a module of Lua 5.4,
# jit:m of LuaJIT, py:m of the system's Python; deb:x is wanted on Debian only, as specs that need it are left out elsewhere; a/b in Debian's column are
# alternatives; rock:x and rock51:x come from LuaRocks, which starts md5sum for each file where lua-md5 is missing.
needs() {
  cat <<'END'
build | cmd:cc             | gcc                  | gcc                | build-base        | -
build | inc:stdio.h        | libc6-dev            | glibc-devel        | build-base        | -
build | cmd:pkg-config     | pkg-config/pkgconf   | pkgconf-pkg-config | pkgconf           | pkg-config
build | vm:lua5.4          | lua5.4               | lua                | lua5.4            | lua
build | pc:lua5.4,lua-5.4,lua>=5.4 | liblua5.4-dev | lua-devel        | lua5.4-dev        | lua
build | pc:libcurl>=7.87   | libcurl4-openssl-dev | libcurl-devel      | curl-dev          | curl
build | pc:libcrypto       | libssl-dev           | openssl-devel      | openssl-dev       | openssl@3
build | pc:zlib            | zlib1g-dev           | zlib-devel         | zlib-dev          | zlib
run   | lua:cjson          | lua-cjson            | rock:lua-cjson     | rock:lua-cjson    | rock:lua-cjson
run   | lua:cqueues        | lua-cqueues          | rock:cqueues       | rock:cqueues      | rock:cqueues
run   | lua:openssl        | lua-luaossl          | rock:luaossl       | rock:luaossl      | rock:luaossl
run   | lua:socket         | lua-socket           | rock:luasocket     | rock:luasocket    | rock:luasocket
run   | lua:lxp            | lua-expat            | rock:luaexpat      | rock:luaexpat     | rock:luaexpat
run   | lua:argparse       | lua-argparse         | rock:argparse      | rock:argparse     | rock:argparse
prompt | lua:readline      | lua-readline         | rock:readline      | rock:readline     | rock:readline
prompt | lua:term          | lua-term             | rock:lua-term      | rock:lua-term     | rock:lua-term
jit   | cmd:luajit         | luajit2/luajit       | luajit             | luajit            | luajit
jit   | pc:luajit          | libluajit2-5.1-dev/libluajit-5.1-dev | luajit-devel | luajit-dev | luajit
test  | lua:busted         | lua-busted           | rock:busted        | rock:busted       | rock:busted
test  | jit:busted         | lua-busted           | rock51:busted      | rock51:busted     | rock51:busted
test  | jit:term           | lua-term             | rock51:lua-term    | rock51:lua-term   | rock51:lua-term
test  | jit:cjson          | lua-cjson            | rock51:lua-cjson   | rock51:lua-cjson  | rock51:lua-cjson
test  | jit:argparse       | lua-argparse         | rock51:argparse    | rock51:argparse   | rock51:argparse
test  | lua:luv            | lua-luv              | rock:luv           | rock:luv          | rock:luv
test  | jit:copas          | lua-copas            | rock51:copas       | rock51:copas      | rock51:copas
rocks | cmd:luarocks       | luarocks             | luarocks           | luarocks5.4       | luarocks
rocks | cmd:git            | git                  | git                | git               | git
rocks | deb:lua-md5        | lua-md5              | -                  | -                 | -
headers | deb:lua5.1        | liblua5.1-0-dev      | -                  | -                 | -
headers | deb:lua5.2        | liblua5.2-dev        | -                  | -                 | -
headers | deb:lua5.3        | liblua5.3-dev        | -                  | -                 | -
test  | deb:lua5.1         | lua5.1               | -                  | -                 | -
test  | deb:lua5.2         | lua5.2               | -                  | -                 | -
test  | deb:lua5.3         | lua5.3               | -                  | -                 | -
test  | cmd:python3        | python3              | python3            | python3           | python3
test  | cmd:xmllint        | libxml2-utils        | libxml2            | libxml2-utils     | libxml2
test  | cmd:unzip          | unzip                | unzip              | unzip             | unzip
test  | cmd:sqlite3        | sqlite3              | sqlite             | sqlite            | sqlite
test  | cmd:jq             | jq                   | jq                 | jq                | jq
test  | py:junitparser     | python3-junitparser  | python3-junitparser | py3-junitparser  | -
test  | py:openpyxl        | python3-openpyxl     | python3-openpyxl   | py3-openpyxl      | -
test  | cmd:curl           | curl                 | curl               | curl              | curl
test  | cmd:openssl        | openssl              | openssl            | openssl           | openssl
test  | cmd:cmark-gfm      | cmark-gfm            | cmark-gfm          | cmark-gfm         | cmark-gfm
test  | cmd:tinyproxy      | tinyproxy            | tinyproxy          | tinyproxy         | tinyproxy
test  | cmd:privoxy        | privoxy              | privoxy            | privoxy           | privoxy
test  | cmd:microsocks     | microsocks           | -                  | microsocks        | microsocks
test  | cmd:haproxy        | haproxy              | haproxy            | haproxy           | haproxy
test  | cmd:stunnel        | stunnel4             | stunnel            | stunnel           | stunnel
nginx | deb:nginx          | nginx-light/nginx    | -                  | -                 | -
nginx | deb:nginx-lua      | libnginx-mod-http-lua | -                 | -                 | -
nginx | deb:nginx-redis    | lua-nginx-redis      | -                  | -                 | -
test  | deb:redis          | redis-server         | -                  | -                 | -
test  | deb:redis-sentinel | redis-sentinel       | -                  | -                 | -
test  | deb:squid          | squid/squid-openssl  | -                  | -                 | -
test  | deb:lua-redis      | lua-redis            | -                  | -                 | -
test  | jit:socket         | lua-socket           | rock51:luasocket   | rock51:luasocket  | rock51:luasocket
test  | cmd:promtool       | prometheus           | golang-github-prometheus | prometheus   | prometheus
test  | deb:locales        | locales              | -                  | -                 | -
test  | deb:libfaketime    | libfaketime          | -                  | -                 | -
test  | cmd:tmux           | tmux                 | tmux               | tmux              | tmux
test  | cmd:zsh            | zsh                  | zsh                | zsh               | zsh
test  | cmd:fish           | fish                 | fish               | fish              | fish
test  | cmd:chromium,chromium-browser,google-chrome | chromium | chromium | chromium       | chromium
real  | cmd:squid          | squid/squid-openssl  | squid              | squid             | squid
real  | cmd:krb5kdc        | krb5-kdc             | krb5-server        | krb5-server       | -
real  | cmd:kadmin.local   | krb5-admin-server    | krb5-server        | krb5-server       | -
real  | cmd:kinit          | krb5-user            | krb5-workstation   | krb5              | -
real  | cmd:mitmdump       | mitmproxy            | -                  | mitmproxy         | mitmproxy
real  | cmd:danted         | dante-server         | -                  | -                 | -
real  | py:pandas          | python3-pandas       | python3-pandas     | py3-pandas        | -
real  | py:openpyxl        | python3-openpyxl     | python3-openpyxl   | py3-openpyxl      | -
real  | cmd:soffice        | libreoffice-calc-nogui | libreoffice-calc | libreoffice-calc  | -
lint  | cmd:gcc            | gcc                  | gcc                | build-base        | gcc
lint  | cmd:clang          | clang                | clang              | clang             | -
lint  | cmd:clang-format   | clang-format         | clang-tools-extra  | clang-extra-tools | clang-format
lint  | cmd:luacheck       | lua-check            | rock:luacheck      | rock:luacheck     | rock:luacheck
fuzz  | cmd:clang          | clang                | clang              | clang             | -
fuzz  | deb:clang-rt       | libclang-rt-14-dev   | -                  | -                 | -
server | cmd:nginx         | nginx-light/nginx    | nginx              | nginx             | nginx
bench | cmd:wrk            | wrk                  | wrk                | wrk               | wrk
bench | cmd:strace         | strace               | strace             | strace            | -
valgrind | cmd:valgrind    | valgrind             | valgrind           | valgrind          | -
nginx | jit:cjson          | lua-cjson            | rock51:lua-cjson   | rock51:lua-cjson  | rock51:lua-cjson
node  | cmd:node           | nodejs               | nodejs             | nodejs            | node
node  | cmd:npm            | npm                  | npm                | npm               | node
debian | deb:dpkg-dev      | dpkg-dev             | -                  | -                 | -
debian | deb:debhelper     | debhelper            | -                  | -                 | -
debian | deb:dh-lua        | dh-lua               | -                  | -                 | -
debian | deb:lintian       | lintian              | -                  | -                 | -
END
}

sets() { # of a task
  case $1 in
    build) echo build ;;
    types) echo build run ;;
    demo | drift | torture) echo build run ;;
    soak) echo build run jit server nginx ;;
    test | coverage) echo build run prompt jit headers node test nginx rocks debian fuzz valgrind ;;
    fuzz) echo build run fuzz ;;
    real) echo build run node real ;;
    memcheck) echo build run prompt jit test valgrind ;;
    repl) [ "$(system)" = debian ] && echo build run prompt || echo build run ;; # it is a prompt without them, too
    lint) echo build jit headers lint rocks ;;
    rocks) echo build jit rocks ;;
    debian) echo build run jit debian ;;
    nginx-demo) echo build run jit server nginx ;;
    bench) echo build run jit node server bench valgrind ;;
    bench-nginx) echo build run jit server bench nginx ;;
    *) echo "usage: tools/deps.sh build|demo|nginx-demo|test|coverage|lint|bench|bench-nginx|drift|soak|fuzz|memcheck|torture|real|repl|types|rocks|debian" >&2 && exit 2 ;;
  esac
}

system() { # debian, fedora, alpine, homebrew, or other
  if [ "$(uname -s)" = Darwin ]; then echo homebrew && return; fi
  # shellcheck disable=SC1090
  case " $(. "${OS_RELEASE:-/etc/os-release}" 2>/dev/null; echo "${ID:-} ${ID_LIKE:-}") " in
    *" debian "*) echo debian ;;
    *" fedora "*) echo fedora ;;
    *" alpine "*) echo alpine ;;
    *) echo other ;;
  esac
}

lua54() { # its name; `lua` alone may be any version
  for lua in lua5.4 lua; do
    "$lua" -e 'assert(_VERSION == "Lua 5.4")' 2>/dev/null && echo "$lua" && return
  done
  return 1
}

present() { # kind:a,b
  kind=${1%%:*}
  for name in $(echo "${1#*:}" | tr , ' '); do
    case $kind in
      cmd) command -v "$name" ;;
      inc) echo "#include <$name>" | cc -E - ;;
      vm) lua54 ;;
      pc) pkg-config --exists "$(echo "$name" | sed 's/>=/ >= /')" ;;
      lua) "$(lua54)" -l "$name" -e '' ;;
      jit) luajit -l "$name" -e '' ;;
      py) /usr/bin/python3 -c "import $name" ;;
      deb) [ "$(system)" != debian ] ;;
    esac >/dev/null 2>&1 && return
  done
  return 1
}

installed() { # on Debian: one of these alternatives
  for alternative in $(echo "$1" | tr / ' '); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$alternative" 2>/dev/null)" = installed ] && return
  done
  return 1
}

rows() { # the needs of a task, the blanks around the bars removed
  needs | sed 's/ *| */|/g' | while IFS='|' read -r set rest; do
    case " $sets " in *" $set "*) echo "$rest" ;; esac
  done
}

missing_on_debian() {
  rows | while IFS='|' read -r probe package _; do
    present "$probe" || installed "$package" || echo "${package%%/*}"
  done | sort -u
}

install_on_debian() {
  missing=$(missing_on_debian | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  echo "Installing Debian packages: $missing"
  root=
  [ "$(id -u)" = 0 ] || root="sudo"
  $root apt-get update -qq
  # shellcheck disable=SC2086
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

explain_too_old() { # on Debian, where what is installed may be
  old=$(rows | while IFS='|' read -r probe package _; do
    case $probe in pc:*'>='*) present "$probe" || echo "${probe#pc:} is needed, and what $package has is older" ;; esac
  done)
  [ -z "$old" ] || { echo "aliota: $old; use a newer release of the system" >&2 && return 1; }
}

column() { # of a row without its set
  case $1 in fedora) echo 3 ;; alpine) echo 4 ;; homebrew) echo 5 ;; esac
}

missing_elsewhere() {
  rows | while IFS= read -r row; do
    present "${row%%|*}" || echo "$row"
  done
}

picked() { # the names of a column that have a prefix (- for none), on one line
  printf '%s\n' "$2" | cut -d'|' -f"$(column "$3")" | tr ' ' '\n' | case $1 in
    -) grep -v -e ':' -e '^-*$' ;;
    *) sed -n "s/^$1://p" ;;
  esac | sort -u | tr '\n' ' '
}

install_command() { # rows, system
  root=
  case $2 in
    fedora) root="sudo " tool="sudo dnf install" ;;
    alpine) root="doas " tool="doas apk add" ;;
    homebrew) tool="brew install" ;;
  esac
  packages=$(picked - "$1" "$2") line=
  [ -z "$packages" ] || line="$tool $packages"
  for version in 5.4 5.1; do
    prefix=$([ "$version" = 5.4 ] && echo rock || echo rock51)
    for rock in $(picked "$prefix" "$1" "$2"); do
      line="${line:+$line&& }${root}luarocks --lua-version $version install $rock "
    done
  done
  echo "$line"
}

described() { # rows, for a reader
  printf '%s\n' "$1" | sed 's/|.*//; s/,.*//; s/^cmd://; s/^vm://; s/^inc://; s/^pc:\(.*\)/\1 (headers)/; s/^py:\(.*\)/\1 (Python)/; s/^lua:\(.*\)/\1 (Lua 5.4)/
    s/^jit:\(.*\)/\1 (LuaJIT)/' | sort -u | paste -sd, - | sed 's/,/, /g'
}

explain_elsewhere() {
  missing=$(missing_elsewhere)
  [ -n "$missing" ] || return 0
  case $1 in
    other) how="install them with your system's package manager and LuaRocks" ;;
    *) how="install with: $(install_command "$missing" "$1")" ;;
  esac
  echo "aliota: missing: $(described "$missing"). To go on, $how" >&2
  return 1
}

sets=$(sets "${1:-}")
case $(system) in
  debian) install_on_debian && explain_too_old ;;
  *) explain_elsewhere "$(system)" ;;
esac
