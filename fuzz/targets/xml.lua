-- Answers in XML, read strictly and leniently.
local expect = require "fuzz.expect"
local operations = require "aliota.api.operations"
local read = require "aliota.call.xml"

return function(text)
  for _, operation in ipairs {"ListOTATaskByJob", "QueryOTAJob"} do
    for _, is_lenient in ipairs {false, true} do
      expect.refusal_or_result(read, text, operations[operation].answer, is_lenient)
    end
  end
end
