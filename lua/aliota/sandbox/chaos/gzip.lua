-- A gzip file (RFC 1952) of one or more stored blocks (RFC 1951, 3.2.4): it takes no compressor to try whether a client
-- can unpack one.

local xor = require("aliota.util.compat").xor

local MOST_IN_A_BLOCK = 65535

local crc_of_byte = {}
for byte = 0, 255 do
  local crc = byte
  for _ = 1, 8 do
    local odd = crc % 2 == 1
    crc = math.floor(crc / 2)
    if odd then crc = xor(crc, 0xEDB88320) end
  end
  crc_of_byte[byte] = math.floor(crc)
end

-- RFC 1952, 8.
local function crc32(bytes)
  local crc = 0xFFFFFFFF
  for i = 1, #bytes do
    local index = xor(crc % 256, bytes:byte(i))
    crc = math.floor(xor(crc_of_byte[index], math.floor(crc / 256)))
  end
  return 0xFFFFFFFF - crc
end

local function little_endian(number, size)
  local bytes = {}
  for i = 1, size do
    bytes[i] = string.char(number % 256)
    number = math.floor(number / 256)
  end
  return table.concat(bytes)
end

local function stored_blocks(bytes)
  local blocks = {}
  for first = 1, math.max(#bytes, 1), MOST_IN_A_BLOCK do
    local block = bytes:sub(first, first + MOST_IN_A_BLOCK - 1)
    local last = first + MOST_IN_A_BLOCK > #bytes
    blocks[#blocks + 1] = (last and "\1" or "\0")
      .. little_endian(#block, 2) .. little_endian(MOST_IN_A_BLOCK - #block, 2) .. block
  end
  return table.concat(blocks)
end

local HEADER = "\31\139\8\0\0\0\0\0\0\255" -- deflate, no name, no time, unknown system

---@param bytes string
---@return string gzip
return function(bytes)
  return HEADER .. stored_blocks(bytes) .. little_endian(crc32(bytes), 4) .. little_endian(#bytes, 4)
end
