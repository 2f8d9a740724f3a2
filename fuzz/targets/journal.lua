-- Journals of plans and of rollouts: as they are, and with a checksum that fits.
local expect = require "fuzz.expect"
local plan_journal = require "aliota.plan.journal"
local sha256 = require("aliota.core").sign.sha256
local wave_journal = require "aliota.rollout.wave_journal"

-- The line of the checksum says it of the lines before.
local function mended(text)
  local before, after = text:match '^(.-\n){"sum":"%x*"}\n(.*)$'
  return before and ('%s{"sum":"%s"}\n%s'):format(before, sha256(before):sub(1, 16), after)
end

return function(text)
  for _, journal in ipairs {plan_journal, wave_journal} do
    expect.refusal_or_result(journal.read, text)
    local with_sum = mended(text)
    if with_sum then expect.refusal_or_result(journal.read, with_sum) end
  end
end
