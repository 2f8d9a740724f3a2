-- The tasks of a batch as CSV. It is all of them, or its last row says why not and the answer breaks off.
local ascii = require "aliota.util.ascii"
local csv = require "aliota.write.csv"

local listed_csv = {type = "text/csv; charset=utf-8", is_strict = true}

--- A name for the file, of what is no danger in any.
---@param order aliota.nginx.Order
---@return table<string, string>
function listed_csv.headers(order)
  local name = ("%s-%s.csv"):format(ascii.lower(order.TaskStatus), (order.JobId or ""):gsub("[^A-Za-z0-9_-]", ""))
  return {["Content-Disposition"] = order.JobId and ('attachment; filename="%s"'):format(name) or nil}
end

local function sentence_of(sentence, err)
  return sentence .. (err and (" %s error %s"):format(err.kind, err.code or "") or "")
end

--- What an answer says that is no listing.
---@param sentence string
---@param err aliota.nginx.Failure|nil
---@return string
function listed_csv.refusal(_, sentence, err) return sentence_of(sentence, err) .. "\n" end

---@param output aliota.nginx.Output
---@return {row: fun(task: aliota.Task), finish: fun(pages: table, count: integer, err: aliota.nginx.Failure|nil):
---boolean, most: integer|nil}  finish: whether the answer is to break off
function listed_csv.new(output)
  local row = csv.new(output, {})
  return {row = row, finish = function(_, _, err)
    if err then row {DeviceName = sentence_of("INCOMPLETE:", err)} end
    return err ~= nil
  end}
end

return listed_csv
