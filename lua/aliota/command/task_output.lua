-- How tasks are written: a format of aliota.write, which fields, and what else a format takes.
local check_options = require "aliota.util.check_options"
local formats = require "aliota.write.formats"
local kinds = require "aliota.shell.argument_kinds"
local must = require "aliota.command.must"
local own_options = require "aliota.command.own_options"

local task_output = {}

local FORMATS = {}
for _, name in ipairs(formats.NAMES) do FORMATS[name] = name end

--- Adds the options of a format.
---@param parser aliota.Parser
function task_output.offer_format(parser)
  own_options.offer(parser, "fields", own_options.FIELDS,
    "The fields to write, in this order, such as DeviceName,TaskStatus,TaskDesc."):target "columns"
  own_options.offer(parser, "title", kinds.TEXT, "The title of a page (html, markdown).")
  own_options.offer(parser, "raw", nil,
    "Texts as devices sent them, even what a spreadsheet takes for a formula (csv).")
  own_options.offer(parser, "bom", nil, "Begin with a byte order mark, by which Excel knows UTF-8 (csv).")
  own_options.offer(parser, "formulas", nil,
    'Each text as a formula that gives it, ="1.10", so that a spreadsheet leaves it as it is (csv).')
end

--- Adds --output.
---@param parser aliota.Parser
---@param description string
function task_output.offer(parser, description)
  parser:takes("--output", kinds.one_of(FORMATS, "a format"), description)
  task_output.offer_format(parser)
end

--- What a format is to be given.
---@param args table
---@return table options
function task_output.options(args)
  return {columns = args.columns, title = args.title, raw = args.raw, bom = args.bom, formulas = args.formulas}
end

-- Of an option that a format lacks, its flag.
local function reworded(problem)
  local name = tostring(problem):match 'there is no option "([a-z]+)"'
  return name and ("this format takes no --%s"):format(name == "columns" and "fields" or name) or problem
end

--- The writer of a format for standard output; raises where that is a terminal, and the format nothing to show there.
---@param name string
---@param on_terminal boolean
---@return aliota.Writer
function task_output.writer(name, on_terminal)
  if on_terminal and require("aliota.write." .. name).is_binary then
    error(("%s is not for a terminal: send it to a file, as in > tasks.%s"):format(name, name), 0)
  end
  return require("aliota.write").format(name)
end

--- Calls a writer; raises what goes wrong.
---@param write function
---@param ... any  what it is given
---@return integer count of tasks
function task_output.write(write, ...)
  local ok, count, err = pcall(write, ...)
  if not ok then error(reworded(count), 0) end
  return must(count, err)
end

--- Raises where a format lacks an option.
---@param format table
---@param options table
---@return table options
function task_output.checked(format, options)
  local problem = check_options.problem_with(options, format.options)
  if problem then error(reworded(problem), 0) end
  return options
end

return task_output
