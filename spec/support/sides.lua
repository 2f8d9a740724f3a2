-- The two sides of what is open of the service, as options of the sandbox.
local open_questions = require "aliota.sandbox.open_questions"

local sides = {
  first = {
    status_filters_names = true, refusal_status = 200, list_page_limit = 100, throttle_status = 400,
    retry_after = false,
  },
  last = {
    status_filters_names = false, refusal_status = 404, list_page_limit = 20, throttle_status = 429,
    retry_after = true,
  },
}

for _, question in ipairs(open_questions) do
  sides.first[question.name], sides.last[question.name] = question.values[1], question.values[#question.values]
end

return sides
