-- The profiles of the vendor's command line, whatever stands in their file.
local config_file = require "aliota.credentials.files.config_file"

local PATH = os.getenv "ALIBABA_CLOUD_CONFIG_FILE"

local account = {tell = function() end}

local function write(text)
  local file = assert(io.open(PATH, "wb"))
  assert(file:write(text))
  file:close()
end

local function check_step(none) assert(type(none) == "table" and type(none.problem) == "string") end

return function(text)
  write(text)
  local config, none = config_file.read(account)
  if not config then return check_step(none) end
  for _, name in ipairs {false, "r"} do
    local profile, problem = config_file.chosen(config, name or nil)
    if not profile then return check_step(problem) end
    config_file.problem_with(profile, {"access_key_id", "ram_role_arn"})
  end
end
