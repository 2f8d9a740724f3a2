-- Tasks whose devices try to get out of their cell, in every format.
local hostile = {}

hostile.TEXTS = {
  '=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", ' "=1', "'=1", "a;=1", "a\n=1",
  "＝1", 'say "hi", he said', "line\r\nbreak", "\27[2J\27]0;owned\7", "\194\1552J", "\226\128\174txt.exe",
  "\226\129\166isolate", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>&amp;\"'", "</style><b>",
  "a | b", "a \\| b", "`code`", "``", "trailing `", "[link](http://evil.example)", "http://evil.example",
  "www.evil.example", "me@evil.example @octocat", "![x](http://evil.example/x.png)", "*bold* _it_ ~~no~~ # no",
  'quote" newline\nbackslash\\', 'a\\"} 1\naliota_tasks{job_id="x', "\0NUL", "设备 😀", "\255\254 no UTF-8", "  ", "",
}

--- A task for each text, which stands in its name, its reason and its version.
---@param fields table|nil more fields for all of them
---@return aliota.Task[]
function hostile.tasks(fields)
  local tasks = {}
  for i, text in ipairs(hostile.TEXTS) do
    local task = {
      DeviceName = text, TaskDesc = text, SrcVersion = text, TaskStatus = "FAILED", DestVersion = "2.0",
      JobId = "job", TaskId = "t" .. i, Progress = -2, UtcCreate = "2026-01-05T04:00:00.000Z",
      UtcModified = "2026-01-05T05:00:00.000Z",
    }
    for name, value in pairs(fields or {}) do task[name] = value end
    tasks[i] = task
  end
  return tasks
end

return hostile
