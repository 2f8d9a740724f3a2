-- aliota completion: what makes a shell complete the command.
local kinds = require "aliota.shell.argument_kinds"

---@type aliota.Verb
local verb = {
  summary = "Print what makes bash, zsh or fish complete this command.",
  arguments = "SHELL",
  example = 'aliota completion bash > aliota.bash && . ./aliota.bash',
  exits = "0 when it was printed, 1 for an error",
  is_local = true,
}

local SHELLS = {bash = "get_bash_complete", zsh = "get_zsh_complete", fish = "get_fish_complete"}

function verb.offer(parser)
  parser:takes("SHELL", kinds.one_of(SHELLS, "bash, zsh or fish"), "bash, zsh or fish.")
end

function verb.run(script, args)
  local whole = require "aliota.command".parser(script)
  script:write(whole[args.SHELL](whole))
end

return verb
