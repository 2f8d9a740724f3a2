-- The one build list: sources, modules, libraries, version. The Makefile reads it, too.
rockspec_format = "3.0"
package = "aliota"
version = "scm-1"
source = {url = "git+https://github.com/aliota/aliota.git"}
description = {
  summary = "Lists the over-the-air update tasks of Alibaba Cloud IoT Platform",
  detailed = [[
    A client for ListOTATaskByJob and the OTA operations around it: signs, pages, checks and explains. C core on
    libcurl and OpenSSL, for Lua 5.4 and LuaJIT/OpenResty.
  ]],
  license = "MIT",
}
dependencies = {"lua >= 5.1, < 5.5", "lua-cjson"}
external_dependencies = {CURL = {}, OPENSSL = {}} -- nothing to look for: multi-arch folders defeat the search
build = {
  type = "builtin",
  modules = {
    ["aliota.core"] = {
      sources = {
        "csrc/core.c",
        "csrc/canonical.c",
        "csrc/sign.c",
        "csrc/json.c",
        "csrc/json_string.c",
        "csrc/json_number.c",
        "csrc/json_records.c",
        "csrc/http.c",
        "csrc/transfer.c",
        "csrc/transfer_request.c",
        "csrc/poller_epoll.c",
        "csrc/poller_portable.c",
      },
      defines = {"_GNU_SOURCE"},
      incdirs = {"$(CURL_INCDIR)", "$(OPENSSL_INCDIR)"},
      libdirs = {"$(CURL_LIBDIR)", "$(OPENSSL_LIBDIR)"},
      libraries = {"curl", "crypto", "m"},
    },
    ["aliota.client"] = "lua/aliota/client.lua",
    ["aliota.credentials"] = "lua/aliota/credentials.lua",
    ["aliota.did_you_mean"] = "lua/aliota/did_you_mean.lua",
    ["aliota.endpoint"] = "lua/aliota/endpoint.lua",
    ["aliota.errors"] = "lua/aliota/errors.lua",
    ["aliota.hints"] = "lua/aliota/hints.lua",
    aliota = "lua/aliota/init.lua",
    ["aliota.iterator"] = "lua/aliota/iterator.lua",
    ["aliota.listing"] = "lua/aliota/listing.lua",
    ["aliota.loop"] = "lua/aliota/loop.lua",
    ["aliota.mask"] = "lua/aliota/mask.lua",
    ["aliota.operations"] = "lua/aliota/operations.lua",
    ["aliota.options"] = "lua/aliota/options.lua",
    ["aliota.parameters"] = "lua/aliota/parameters.lua",
    ["aliota.request"] = "lua/aliota/request.lua",
    ["aliota.response"] = "lua/aliota/response.lua",
    ["aliota.sandbox"] = "lua/aliota/sandbox.lua",
    ["aliota.sandbox.batch"] = "lua/aliota/sandbox/batch.lua",
    ["aliota.sandbox.call"] = "lua/aliota/sandbox/call.lua",
    ["aliota.sandbox.call_v1"] = "lua/aliota/sandbox/call_v1.lua",
    ["aliota.sandbox.call_v3"] = "lua/aliota/sandbox/call_v3.lua",
    ["aliota.sandbox.chance"] = "lua/aliota/sandbox/chance.lua",
    ["aliota.sandbox.child"] = "lua/aliota/sandbox/child.lua",
    ["aliota.sandbox.form"] = "lua/aliota/sandbox/form.lua",
    ["aliota.sandbox.format"] = "lua/aliota/sandbox/format.lua",
    ["aliota.sandbox.gateway"] = "lua/aliota/sandbox/gateway.lua",
    ["aliota.sandbox.json"] = "lua/aliota/sandbox/json.lua",
    ["aliota.sandbox.list_ota_task_by_job"] = "lua/aliota/sandbox/list_ota_task_by_job.lua",
    ["aliota.sandbox.lua_http"] = "lua/aliota/sandbox/lua_http.lua",
    ["aliota.sandbox.nonces"] = "lua/aliota/sandbox/nonces.lua",
    ["aliota.sandbox.options"] = "lua/aliota/sandbox/options.lua",
    ["aliota.sandbox.process"] = "lua/aliota/sandbox/process.lua",
    ["aliota.sandbox.refusal"] = "lua/aliota/sandbox/refusal.lua",
    ["aliota.sandbox.responder"] = "lua/aliota/sandbox/responder.lua",
    ["aliota.sandbox.server"] = "lua/aliota/sandbox/server.lua",
    ["aliota.sandbox.service"] = "lua/aliota/sandbox/service.lua",
    ["aliota.sandbox.signature"] = "lua/aliota/sandbox/signature.lua",
    ["aliota.sandbox.time"] = "lua/aliota/sandbox/time.lua",
    ["aliota.sandbox.xml"] = "lua/aliota/sandbox/xml.lua",
    ["aliota.task"] = "lua/aliota/task.lua",
    ["aliota.transport"] = "lua/aliota/transport.lua",
    ["aliota.version"] = "lua/aliota/version.lua",
    ["aliota.xml"] = "lua/aliota/xml.lua",
  },
}
test = {type = "busted"}
