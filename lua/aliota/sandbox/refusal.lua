-- How a request is refused: a check raises a refusal, the gateway catches it and answers it in an envelope.

local refusal = {}

local Refusal = {}

-- Error codes of the gateway that are not HTTP 400. The vendor's pages differ where two statuses are given.
local STATUS = {
  ["InvalidAction.NotFound"] = 404,
  ["InvalidApi.NotFound"] = 404,
  ["InvalidAccessKeyId.NotFound"] = 404,
}

local function new(status, code, message, headers)
  return setmetatable({status = status, code = code, message = message, headers = headers}, Refusal)
end

--- What a client hears of a fault of the sandbox itself.
refusal.INTERNAL_ERROR = new(500, "InternalError", "The request processing has failed due to some unknown error.")

--- What a client hears that doesn't speak HTTP properly. The code is the vendor's for a bad parameter; that it is used
--- for a bad request as well is an assumption.
---@param message string
---@return table refusal
function refusal.malformed(message)
  return new(400, "InvalidParameter.Format", message)
end

--- Refuses in the name of the gateway: HTTP 4xx, members `Code` and `Message`.
---@param code string
---@param message string
function refusal.gateway(code, message)
  error(new(STATUS[code] or 400, code, message), 0)
end

--- Refuses because a parameter was not sent: `Missing{Param}`.
---@param parameter string name of the common or request parameter
---@param sent_as string? where the parameter travels, when it has another name there
function refusal.missing(parameter, sent_as)
  refusal.gateway("Missing" .. parameter, (sent_as or parameter) .. " is mandatory for this action.")
end

--- Refuses in the name of the service: HTTP 200, `Success` false, members `Code` and `ErrorMessage`.
---@param code string
---@param message string
function refusal.business(code, message)
  local business = new(200, code, message)
  business.is_business = true -- else by the same status a gateway may refuse
  error(business, 0)
end

--- Refuses with any status. With 200 it is in the name of the service.
---@param status integer
---@param code string
---@param message string
---@param headers table<string, string>? of the answer
function refusal.raise(status, code, message, headers)
  error(new(status, code, message, headers), 0)
end

---@param value any what pcall caught
---@return boolean
function refusal.is(value)
  return getmetatable(value) == Refusal
end

return refusal
