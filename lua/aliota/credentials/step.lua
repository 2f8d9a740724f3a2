-- What a provider of keys comes to next. A provider never waits: it has keys, has none, or says what to ask over HTTP
-- and how to go on with the answer. Whoever runs it does the waiting.
--   provide(account, expired) → step        expired: keys that the service no longer takes, when it is asked for that

---@class aliota.Step
---@field keys aliota.Credentials|nil    it has them
---@field expires_at number|nil          of keys: epoch seconds; infinite: nobody knows an end; nil: ask every time
---@field provider string|nil            of a chain: who had them
---@field profile table|nil              of keys: the command line's profile that had them
---@field problem string|nil             it has none, and why; without secrets
---@field passes "silently"|"told"|nil   of a problem: a chain goes on to the next place. Nil: this one is set up and
---                                      broken, so that another's keys would be those of an account nobody meant
---@field is_transient boolean|nil       of a problem: it may be gone soon
---@field request aliota.KeyRequest|nil  it waits for an answer
---@field go_on (fun(answer: table|nil, failure: aliota.Error|nil, sent: boolean): aliota.Step)|nil

---@class aliota.KeyRequest: aliota.Request
---@field body string|nil
---@field timeout number           seconds
---@field connect_timeout number   seconds
---@field is_near boolean|nil      no proxy is on the way
---@field private_url string|nil   the address where it may hold a password

local step = {}

---@param keys aliota.Credentials
---@param expires_at number|nil
---@return aliota.Step
function step.keys(keys, expires_at) return {keys = keys, expires_at = expires_at} end

--- It is set up, and gives none all the same.
---@param problem string
---@param is_transient boolean|nil
---@return aliota.Step
function step.none(problem, is_transient) return {problem = problem, is_transient = is_transient} end

--- What no answer, or a bad one, means: a server that is troubled may be well the next time.
---@param problem string
---@param answer {status: integer}|nil
---@param failure aliota.Error|nil  instead of an answer
---@return aliota.Step
function step.failed(problem, answer, failure)
  if failure then return step.none(problem, failure.retryable) end
  return step.none(problem, answer.status >= 500 or answer.status == 429)
end

--- There is nothing: nobody has set this place up.
---@param problem string
---@param is_transient boolean|nil
---@return aliota.Step
function step.absent(problem, is_transient)
  return {problem = problem, is_transient = is_transient, passes = "silently"}
end

--- It may be set up, and may as well be meant for something else: where other keys are used in its stead, that is told.
---@param problem string
---@param is_transient boolean|nil
---@return aliota.Step
function step.doubtful(problem, is_transient)
  return {problem = problem, is_transient = is_transient, passes = "told"}
end

---@param request aliota.KeyRequest
---@param go_on fun(answer: table|nil, failure: aliota.Error|nil, sent: boolean): aliota.Step
---@return aliota.Step
function step.ask(request, go_on) return {request = request, go_on = go_on} end

--- Goes on once a provider is through.
---@param first aliota.Step
---@param go_on fun(last: aliota.Step): aliota.Step  is given keys or a problem
---@return aliota.Step
function step.after(first, go_on)
  if not first.request then return go_on(first) end
  return step.ask(first.request, function(...) return step.after(first.go_on(...), go_on) end)
end

--- Says of a problem where it is, which is then a place that is set up.
---@param where string
---@param first aliota.Step
---@return aliota.Step
function step.within(where, first)
  return step.after(first, function(last)
    return last.problem and step.none(where .. ": " .. last.problem, last.is_transient) or last
  end)
end

return step
