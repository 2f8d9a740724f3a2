#!/bin/sh
# nginx 1.22.1 with its Lua module 0.10.23 (Debian): the ETag that a handler sets is compared with the request's
# conditions once the handler has done its work and says 200, whatever the method. So a POST with If-Match is carried
# out and then answered 412, one with If-None-Match is carried out and answered 304, and what the handler says is lost.
# One would have guessed that conditions are left to the handler. A client that reads 412 as "nothing was changed" asks
# again, and starts the update twice.
. "$(dirname "$0")/packages.sh"
debian nginx=1.22.1-9+deb12u11 libnginx-mod-http-lua=1:0.10.23-1+deb12u1 libnginx-mod-http-ndk=1:0.3.2-3 \
  lua-resty-core=0.1.25-1 lua-resty-lrucache=0.13-10 libluajit2-5.1-2=2.1-20230119-1

cat >nginx.conf <<CONFIG
load_module $place/usr/lib/nginx/modules/ndk_http_module.so;
load_module $place/usr/lib/nginx/modules/ngx_http_lua_module.so;
daemon off;
pid $place/pid;
error_log $place/errors;
events {}
http {
  access_log off;
  lua_package_path "$place/usr/share/lua/5.1/?.lua;;";
  lua_shared_dict done 16k;
  server {
    listen unix:$place/socket;
    location /start {
      content_by_lua_block {
        ngx.header.ETag = '"v1"'
        ngx.say("started ", ngx.shared.done:incr("times", 1, 0))
      }
    }
    location /times {
      content_by_lua_block { ngx.print(ngx.shared.done:get("times")) }
    }
  }
}
CONFIG
usr/sbin/nginx -p "$place" -c nginx.conf &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$place"' EXIT
until [ -S socket ]; do sleep 0.1; done

ask() { curl -s --unix-socket socket -w '%{http_code}' "$@"; }

{
  for method in GET POST; do
    for condition in 'If-Match: "v1"' 'If-Match: "v2"' 'If-None-Match: "v1"'; do
      status=$(ask -X $method -o body -H "$condition" http://localhost/start)
      echo "$method $condition: $status, started: $(ask http://localhost/times -w '')"
    done
  done
} | expect 'GET If-Match: "v1": 200, started: 1
GET If-Match: "v2": 412, started: 2
GET If-None-Match: "v1": 304, started: 3
POST If-Match: "v1": 200, started: 4
POST If-Match: "v2": 412, started: 5
POST If-None-Match: "v1": 304, started: 6'
