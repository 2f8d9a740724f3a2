-- Tortures the core: lua5.4 torture/run.lua HOST [STEP [SEED]], from the root of the tree.
--
-- For each subject and each thing that can fail a process goes from n = 1 until nothing fails any more (see host.c);
-- with a STEP above 1 only every so many n, from one on that the SEED says. Exits with 1 if any of them crashed, hung,
-- kept what it should free, or failed without saying why. How far it is, it tells every so many seconds.
package.path = "./?.lua;" .. package.path
local authority = require "spec.support.authority"
local packed = require "spec.support.packed"
local stub = require "spec.support.stub"

-- By what can fail in it. A subject's first word is that of its script.
local SUBJECTS = {
  {"sign", "lua", "openssl"},
  {"certificates", "lua", "openssl", "descriptors"},
  {"decode", "lua"},
  {"fingerprints", "lua", "core"},
  {"transfers", "lua", "curl", "core", "zlib", "descriptors", "signals"},
  {"lives", "lua", "curl", "core", "zlib", "descriptors", "signals"},
  {"tls trusted", "curl", "openssl", "core", "descriptors", "signals"},
  {"tls reused", "curl", "openssl"},
  {"tls pem", "curl", "openssl"},
  {"tls pkcs12", "openssl", "descriptors"},
  {"tls unknown", "openssl"},
  {"tls misnamed", "openssl"},
}
local MEMORY = {"once", "for-good"}
local WAYS = {lua = MEMORY, curl = MEMORY, openssl = MEMORY, core = MEMORY, zlib = MEMORY}
local HEAD = "HTTP/1.1 200 OK\r\n%s\r\n%s\r\n\r\n"
local LONGEST = 1800 -- seconds; a process that takes longer hangs
local SILENCE = 10 -- seconds between two lines that tell how far a row is

-- In a handshake there are thousands of OpenSSL's allocations, most of them alike: of these, where some are left out,
-- so many times more.
local SPARSE = 6

-- One that is larger than the first room for a body.
local function body()
  local rows = {}
  for i = 1, 40 do rows[i] = ('{"id":%d,"note":"%s"}'):format(i, ("x"):rep(400)) end
  return '{"Data":[' .. table.concat(rows, ",") .. "]}"
end

local function routes()
  local text, json = body(), "Content-Type: application/json"
  local chunk = ("%x\r\n%s\r\n"):format(#text // 2, text:sub(1, #text // 2))
  local rest = ("%x\r\n%s\r\n0\r\n\r\n"):format(#text - #text // 2, text:sub(#text // 2 + 1))
  return {
    ["/plain"] = stub.answer(200, text, {json}),
    ["/gzip"] = stub.answer(200, packed(text), {json, "Content-Encoding: gzip"}),
    ["/chunked"] = {raw = HEAD:format(json, "Transfer-Encoding: chunked") .. chunk .. rest},
    ["/silent"] = {raw = "", hang = true},
  }
end

---@param command string
---@param note fun(n: string) is told of each round that is done
---@return string output the rest of what it said, and its status
---@return integer circles in how many rounds libcurl went round in circles
local function output_of(command, note)
  local pipe = io.popen(("timeout %d %s 2>&1; echo exit $?"):format(LONGEST, command))
  local rest, circles = {}, 0
  for line in pipe:lines "L" do
    local n = line:match "^done (%d+)\n$"
    if n then note(n) elseif line == "circles\n" then circles = circles + 1 else rest[#rest + 1] = line end
  end
  pipe:close()
  return table.concat(rest), circles
end

local function tls_routes()
  return {
    ["/plain"] = stub.answer(200, ("x"):rep(20000)), ["/echo"] = {raw = "", echo = true},
    ["/whom"] = {raw = "", whom = true},
  }
end

local host, step, seed = arg[1], tonumber(arg[2] or 1), tonumber(arg[3] or 0)
local issuer, wrong = authority.new "torture", 0
issuer:issue "a"
issuer:encrypt("a", "secret", 1)
local server, open = stub.start(routes()), stub.start(tls_routes(), true)
local strict = stub.start(tls_routes(), true, issuer.file)
local STRICT = {pem = true, pkcs12 = true} -- what clients show there
local COMMAND = "'%s' %s %s torture/%s.lua '%s'"

---@return string script
---@return string given to it
local function script_of(subject)
  local script, kind = subject:match "^(%S+) ?(%S*)$"
  if kind ~= "" then
    local tls = STRICT[kind] and strict or open
    return script, table.concat({tls.endpoint, tls.ca_file, issuer.folder, kind}, " ")
  end
  return script, script == "certificates" and issuer.folder or server.endpoint
end

-- Goes on behind a round in which libcurl divided by zero, as no caller can make it (see the note on reach in host.c).
---@param command string but for where it begins, and its step
---@param note fun(n: string) is told of each round that is done
---@return integer|nil n the first at which nothing failed any more; nil if anything was wrong
---@return integer ends how many rounds ended within libcurl, or would never have ended there
---@return string output of the last process
local function sweep(command, by, note)
  local first, ends = 1 + seed % by, 0
  while true do
    local output, circles = output_of(("%s %d %d"):format(command, first, by), note)
    ends = ends + circles
    local is_beyond_us = output:find "SUMMARY: AddressSanitizer: FPE %([^\n]*libcurl"
    if not is_beyond_us then return output:match "^(%d+)\nexit 0\n$", ends, output end
    first, ends = output:match "n = (%d+)\n" + by, ends + 1
  end
end

-- Prints what there is to say of a row.
---@return fun(news: string)
local function teller(subject, failing, way)
  local began = os.time()
  return function(news)
    print(("%-12s | %-11s | %-8s | %4d s | %s"):format(subject, failing, way, os.time() - began, news))
  end
end

-- Tells of some of the rounds.
local function noter(tell)
  local told = os.time()
  return function(n)
    if os.time() - told < SILENCE then return end
    told = os.time()
    tell("at n = " .. n)
  end
end

-- How many n it goes on by: where memory fails by so many, where all else does by one.
local function step_of(subject, failing)
  if not WAYS[failing] then return 1 end
  local is_sparse = failing == "openssl" and subject:find "^tls "
  return is_sparse and 1 + SPARSE * (step - 1) or step
end

local function run(subject, failing)
  local script, given = script_of(subject)
  for _, way in ipairs(WAYS[failing] or {"once"}) do
    local tell = teller(subject, failing, way)
    local command = COMMAND:format(host, failing, way, script, given)
    local n, ends, output = sweep(command, step_of(subject, failing), noter(tell))
    local beyond = ends > 0 and ("; %d ended within libcurl, or never would have"):format(ends) or ""
    tell((n and ("good, n to %d"):format(n - 1) or "WRONG\n" .. output) .. beyond)
    wrong = wrong + (n and 0 or 1)
  end
end

io.stdout:setvbuf "line"
for _, subject in ipairs(SUBJECTS) do
  for i = 2, #subject do run(subject[1], subject[i]) end
end
for _, each in ipairs {server, open, strict} do each:stop() end
issuer:remove()
os.exit(wrong == 0, true)
