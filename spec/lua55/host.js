// Lua 5.5 as a command: node spec/lua55/host.js SCRIPT ARGUMENT…, or -e PROGRAM in place of a script
//
// Lua is compiled to WebAssembly and sees nothing of this machine. What it asks for goes through its standard output,
// from \1 to the next, and the answer through its standard input: see boot.lua.
const {spawnSync} = require("child_process");
const fs = require("fs");
const path = require("path");
const glue = require("lua-wasm-bindings/dist/glue/glue-lua-5.5.0.js");
const {createLua, createLauxLib, createLuaLib} = require("lua-wasm-bindings/dist/binding-factory.js");

const WASM = path.dirname(require.resolve("lua-wasm-bindings/dist/glue/glue-lua-5.5.0.js"));
const REQUEST = 1;
const LINE_END = 10;

let answer = Buffer.alloc(0);
let taken = 0;
let exitStatus;
const requests = {
  read: (file) => (fs.statSync(file, {throwIfNoEntry: false})?.isFile() ? fs.readFileSync(file) : undefined),
  argument: (number) => process.argv[2 + Number(number)],
  variable: (name) => process.env[name],
  run: (command) => spawnSync("sh", ["-c", command], {stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28}).stdout,
  // Where Lua's own calendar ends, in 2038.
  date: (seconds) => {
    const date = new Date(seconds * 1000);
    const start = Date.UTC(date.getUTCFullYear(), 0, 1);
    return JSON.stringify([
      date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(),
      date.getUTCSeconds(), date.getUTCDay() + 1, Math.floor((date.getTime() - start) / 86400000) + 1,
    ]);
  },
  exit: (status) => {
    exitStatus = Number(status);
  },
};

let bytes = [];
function flush() {
  const text = Buffer.from(bytes);
  bytes = [];
  return text;
}

let isAsking = false;
function take(byte) {
  if (byte === REQUEST) {
    const text = flush();
    if (isAsking) reply(text.toString());
    else fs.writeSync(1, text);
    isAsking = !isAsking;
    return;
  }
  bytes.push(byte);
  if (byte === LINE_END && !isAsking) fs.writeSync(1, flush());
}

function reply(text) {
  const [, request, subject] = text.match(/^(\w+) ([^]*)$/);
  const found = requests[request](subject);
  const content = Buffer.from(found ?? "");
  answer = found === undefined ? Buffer.from("none\n") : Buffer.concat([Buffer.from(content.length + "\n"), content]);
  taken = 0;
}

const lua55 = glue({
  locateFile: (name) => path.join(WASM, name),
  stdin: () => (taken < answer.length ? answer[taken++] : null),
  stdout: take,
  printErr: (text) => fs.writeSync(2, text + "\n"),
});
const lua = createLua(lua55, "5.5.0");
const lauxlib = createLauxLib(lua55, lua, "5.5.0");
const L = lauxlib.luaL_newstate();
createLuaLib(lua55, "5.5.0").luaL_openlibs(L);
const failed = lauxlib.luaL_dostring(L, fs.readFileSync(path.join(__dirname, "boot.lua"), "utf8"));
if (exitStatus === undefined && failed) fs.writeSync(2, lua.lua_tostring(L, -1) + "\n");
fs.writeSync(1, flush());
process.exitCode = exitStatus ?? failed;
