-- JSON as this module reads and writes it: by an instance of lua-cjson of its own, as whoever shares this Lua state may
-- have set the common one to fewer digits, less depth, or numbers that are no JSON. Nobody else requires cjson.
local json = require("cjson").new()

-- Digits of a number with a fraction; 16 would make 33.67 of it no more exact, but 33.670000000000002.
json.encode_number_precision(14)
-- Levels; more are an error in words, rather than the end of the C stack.
json.encode_max_depth(1000)
json.decode_max_depth(1000)
-- A list with more holes than items is an error: it is nobody's list.
json.encode_sparse_array(false, 2, 10)
-- What is no number has no place in JSON: an error, both ways.
json.encode_invalid_numbers(false)
json.decode_invalid_numbers(false)

return json
