-- A successor on Alibaba Cloud's marketplace. Known are how its pages write two members, and which operations its index
-- has. Not known is its endpoint; nor are its signature, envelope, limits and codes, which are taken to be those of
-- Alibaba Cloud.

---@type aliota.DialectFacts
return {
  service = "Tuya IoT Platform for Alibaba Cloud",
  members = {JobId = "JobID", FirmwareId = "FirmwareID"},
  lacks = {
    CreateOTADynamicUpgradeJob = true, UpdateOTAJob = true, CancelOTAStrategyByJob = true, ReupgradeOTATask = true,
    GenerateDeviceNameListURL = true,
  },
  has_regions = false,
}
