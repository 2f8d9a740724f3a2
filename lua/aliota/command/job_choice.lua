-- Which batches, and the options that say so.
local kinds = require "aliota.shell.argument_kinds"
local own_options = require "aliota.command.own_options"

local job_choice = {}

--- Adds the options.
---@param parser aliota.Parser
function job_choice.offer(parser)
  own_options.offer(parser, "ProductKey", kinds.TEXT, "The batches of all packages of this product.")
  own_options.offer(parser, "FirmwareId", kinds.TEXT, "The batches of this package.")
  own_options.offer(parser, "DeviceName", kinds.TEXT, "With --product-key: those that concern this device.")
  own_options.offer(parser, "PageSize", kinds.whole(1, 1000000),
    "How many are asked for at once, where the service takes no 100.")
end

--- Whether any is given.
---@param args table
---@return boolean
function job_choice.is_given(args)
  return (args.ProductKey or args.FirmwareId or args.DeviceName) ~= nil
end

--- Lists the batches.
---@param client aliota.Client
---@param args table
---@return aliota.Iterator
function job_choice.jobs(client, args)
  if not job_choice.is_given(args) then error("--product-key or --firmware-id must be given", 0) end
  return client:jobs {
    ProductKey = args.ProductKey, FirmwareId = args.FirmwareId, DeviceName = args.DeviceName, PageSize = args.PageSize,
    strict = args.strict,
  }
end

return job_choice
