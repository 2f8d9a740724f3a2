-- The operations that hand out a form for uploading a file to object storage. The storage itself is not played.

local base64 = require "aliota.sandbox.base64"
local batch_settings = require "aliota.sandbox.operations.batch_settings"
local dates = require "aliota.sandbox.world.dates"

local VALID = 60 * 60 * 1000 -- milliseconds; a form of object storage has an end, which end is an assumption
local HOST = "https://iotx-ota.oss-cn-shanghai.aliyuncs.com"

-- The members that both forms share, as the vendor's examples show them.
local function form(world, kind, key)
  local now, url = world:milliseconds(), HOST .. "/" .. key
  world.uploads[url] = {kind = kind}
  local policy = ('{"expiration":"%s","conditions":[["starts-with","$key","%s"]]}'):format(dates.text(now + VALID), key)
  return {
    Host = HOST, Key = key, ObjectStorage = "OSS", Policy = base64(policy), Signature = base64(key:sub(-20)),
    UtcCreate = dates.text(now),
  }, url
end

local function generate_package_url(world, parameters)
  local suffix = parameters.FileSuffix or "bin"
  if not suffix:find "^[A-Za-z0-9][A-Za-z0-9.]*$" then
    batch_settings.refuse("FileSuffix must be a file name's suffix.")
  end
  local key = ("ota/%s/%s.%s"):format(world.product.key, world:next_upload_id(), suffix)
  local data, url = form(world, "package", key)
  data.OSSAccessKeyId, data.FirmwareUrl = world.product.key .. "LTAI", url
  return {Data = data}
end

local function generate_names_url(world)
  local key = ("ota/dnlist/%s.csv"):format(world:next_upload_id())
  local data, url = form(world, "device_names", key)
  data.AccessKeyId, data.FileUrl = world.product.key .. "LTAI", url
  return {Data = data}
end

---@type table<string, Operation>
return {
  GenerateOTAUploadURL = {parameters = {"FileSuffix"}, required = {}, answer = generate_package_url},
  GenerateDeviceNameListURL = {parameters = {}, required = {}, answer = generate_names_url},
}
