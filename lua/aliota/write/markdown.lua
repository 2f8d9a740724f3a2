-- A table in Markdown (GitHub's kind), and below it, as it is known last, a summary. Streams; holds a count a state.
--
-- What devices sent stands in code spans, in which nothing is a link, a mention, HTML or emphasis.
local ascii = require "aliota.util.ascii"
local columns = require "aliota.write.columns"
local coverage = require "aliota.show.report_coverage"
local new_tally = require "aliota.write.tally"
local number = require "aliota.show.number"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"

local markdown = {}

---@class aliota.write.MarkdownOptions: aliota.write.ColumnsOption
---@field title string|nil  the heading; default "Update report" of HTML, "Update tasks" of Markdown

markdown.options = {columns = columns.OPTION, title = types.STRING}

local COUNTED = {"TaskStatus"}

function markdown.looks_at(options)
  if options.columns then return COUNTED, options.columns end
  return COUNTED, columns.FOR_EYES
end

-- A fence longer than any within; blanks where the text has a fence or a blank at its ends.
local function code(seen)
  local longest = 0
  for run in seen:gmatch "`+" do longest = math.max(longest, #run) end
  local fence = ("`"):rep(longest + 1)
  local pad = seen:find "^[` ]" or seen:find "[` ]$"
  return pad and fence .. " " .. seen .. " " .. fence or fence .. seen .. fence
end

-- A bar ends the cell wherever it stands. Behind a backslash its escape is read in different ways, so a blank goes
-- between them.
local function cell(value)
  local seen = text.printable(columns.text(value))
  if seen == "" then return "" end
  if not seen:find "[`| ]" then return "`" .. seen .. "`" end
  return (code(seen:gsub("\\|", "\\ |")):gsub("|", "\\|"))
end

-- Outside of code every mark that could mean something is escaped.
local function plain(seen) return (text.printable(seen):gsub("[" .. ascii.PUNCTUATION .. "]", "\\%0")) end

local function write_row(out, cells) out:write("| " .. table.concat(cells, " | ") .. " |\n") end

local function write_summary(out, tally, seen)
  out:write "\n## Summary\n\n"
  write_row(out, {"TaskStatus", "tasks", "share"})
  write_row(out, {"---", "--:", "--:"})
  local percents = tally:percents()
  for _, status in ipairs(tally:statuses()) do
    write_row(out, {cell(status), number.count(tally:of(status)), percents[status]})
  end
  out:write("\n" .. coverage.sentence(seen) .. "\n")
end

function markdown.new(out, options)
  local names, tally = options.columns or columns.FOR_EYES, new_tally()
  local rules = {}
  for i in ipairs(names) do rules[i] = "---" end
  out:write("# " .. plain(options.title or "Update tasks") .. "\n\n")
  write_row(out, names)
  write_row(out, rules)
  local row = columns.row(names, cell, columns.separated(#names, "| ", " | "), " |\n")
  return function(task)
    tally:add(task)
    out:write_all(row(task))
  end, function(seen) write_summary(out, tally, seen) end
end

return markdown
