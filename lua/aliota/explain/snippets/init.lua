-- The same call in other hands: scripts that sign it anew, with keys from the environment. Each language is a file with
-- a template a signature scheme; the parameters and headers to sign come from what was signed here.
local ascii = require "aliota.util.ascii"
local decode = require "aliota.util.percent_decode"
local in_lua = require "aliota.explain.snippets.lua"

---@class aliota.SnippetLanguage
---@field text (fun(value: string): string)|nil  a literal; nil: in quotes, with backslashes, as in many languages
---@field fresh table<string, string>          what stands for "time", "nonce", "id" and "token"
---@field entry (fun(name: string, value: string, kind: string): string)|nil  a parameter or a header; nil: "name":
---value, as in many languages
---@field separator string                     between entries
---@field encoded boolean|nil                  parameters stand percent-encoded
---@field v3 string                            templates
---@field v1 string

local LANGUAGES = {
  curl = require "aliota.explain.snippets.curl",
  node = require "aliota.explain.snippets.node",
  python = require "aliota.explain.snippets.python",
}

local ESCAPED = "[" .. ascii.CONTROL .. "\"\\]"
local ESCAPES = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n"}

-- A text as a literal of Python or JavaScript.
local function quoted(value)
  return '"' .. value:gsub(ESCAPED, function(character)
    return ESCAPES[character] or ("\\x%02x"):format(character:byte())
  end) .. '"'
end

local function member(name, value) return quoted(name) .. ": " .. value .. "," end

-- What is not the same in every request, or is the user's.
local FRESH = {
  AccessKeyId = "id", SecurityToken = "token", SignatureNonce = "nonce", Timestamp = "time",
  ["x-acs-accesskey-id"] = "id", ["x-acs-security-token"] = "token", ["x-acs-signature-nonce"] = "nonce",
  ["x-acs-date"] = "time",
}

local function entries(language, list, kind)
  local made = {}
  for _, part in ipairs(list) do
    if part.kind == kind then
      local value = part.value
      if kind == "parameter" and not language.encoded then value = decode(value) end
      local fresh = language.fresh[FRESH[part.name]]
      made[#made + 1] = (language.entry or member)(part.name, fresh or (language.text or quoted)(value), kind)
    end
  end
  return table.concat(made, language.separator)
end

local function value_of(list, kind)
  for _, part in ipairs(list) do
    if part.kind == kind then return part.value end
  end
end

local function filled(language, config, list)
  local text = language.text or quoted
  local values = {
    method = value_of(list, "method"), hash = value_of(list, "hash of the body"), format = config.format,
    path = text(config.endpoint.path), url = text(config.endpoint.url .. "?"),
    parameters = entries(language, list, "parameter"), headers = entries(language, list, "header"),
  }
  return (language[config.signature]:gsub("{{([a-z]+)}}", values))
end

--- Scripts by language.
---@param config table
---@param operation aliota.Operation
---@param list aliota.Part[]  what was signed
---@param params table        what the caller gave
---@return {curl: string, lua: string, node: string, python: string}
return function(config, operation, list, params)
  local made = {lua = in_lua(config, operation, params)}
  for name, language in pairs(LANGUAGES) do made[name] = filled(language, config, list) end
  return made
end
