-- Texts as devices really send them: what programs that read files take for something else, or for the end of it.
local texts = {}

--- Versions, serial numbers and names that look like numbers, dates or formulas; texts with breaks, quotes and blanks.
texts.LIST = {
  "1.10", "1.0.0", "007", "3E5", "1e5", ".5", "5.", "1,234", "0x1F", "2024-01-01", "3/4", "1-2", "12:30", "50%", "$5",
  "MAR1", "12345678901234567890", "123456789012345678901", "-5", "+5", "TRUE", "false", "NA", "null", "NaN", "None",
  "Infinity", "=1+1", "=A1", '="x"', "+49 123", "+1-1", "-2+3", "@x", "'007", " 5", "5 ", "  ", "a\tb", "a\nb",
  "a\r\nb", "\n", 'say "hi"', '"', "it's", "a,b", "a;b", "a|b", "a\\b", "_x0041_", "<b>&amp;</b>", "]]>", "设备 😀", "für",
  ("long "):rep(2000), "",
}

--- A task for each, which stands in its name, its reason and its version.
---@return aliota.Task[]
function texts.tasks()
  local tasks = {}
  for i, text in ipairs(texts.LIST) do
    tasks[i] = {
      DeviceName = text, TaskDesc = text, SrcVersion = text, TaskStatus = "FAILED", JobId = "job", Progress = -2,
      UtcModified = "2026-01-05T05:00:00.000Z", TaskId = "t" .. i,
    }
  end
  return tasks
end

return texts
