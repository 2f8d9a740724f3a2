-- JSON as this module reads and writes it: by an instance of lua-cjson of its own, as whoever shares this Lua state may
-- have set the common one to fewer digits, less depth, or numbers that are no JSON. Nobody else requires cjson.
local json = require("cjson").new()

-- Significant digits: the most that every lua-cjson takes.
json.encode_number_precision(14)
-- Levels; more are an error in words, rather than the end of the C stack.
json.encode_max_depth(1000)
json.decode_max_depth(1000)
-- What has numbers for keys and is mostly holes is nobody's list: an error.
json.encode_sparse_array(false, 2, 10)
-- What is no number has no place in JSON: an error, both ways.
json.encode_invalid_numbers(false)
json.decode_invalid_numbers(false)

return json
