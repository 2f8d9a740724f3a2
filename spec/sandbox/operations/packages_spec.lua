local support = require "spec.support.service"

local UNFIT = "iot.common.InvalidFormattedParameter"

describe("packages", function()
  local service, key
  before_each(function()
    service = support.new({devices = 50})
    key = service.world.product.key
  end)

  local function create(more)
    local given = {DestVersion = "2.0", FirmwareName = "two", ProductKey = key}
    for name, value in pairs(more or {}) do given[name] = value end
    return service:call("CreateOTAFirmware", given)
  end

  local function info(id) return service:get("QueryOTAFirmware", {FirmwareId = id}).FirmwareInfo end

  it("are created, shown, changed and deleted", function()
    local id = create({
      FirmwareDesc = "d", FirmwareSize = 5, SignMethod = "MD5", Type = 1, SrcVersion = "1.0", NeedToVerify = false,
      MultiFiles = {{Name = "a", Url = "u", FileMd5 = "m", SignValue = "s", Size = 3}},
    }).Data.FirmwareId
    local shown = info(id)
    assert.same({"2.0", "two", 5, 1, -1, "default", key}, {
      shown.DestVersion, shown.FirmwareName, shown.FirmwareSize, shown.Type, shown.Status, shown.ModuleName,
      shown.ProductKey,
    })
    assert.same({{Name = "a", Url = "u", FileMd5 = "m", SignValue = "s", Size = 3}}, shown.MultiFiles)
    assert.is_true(service:code("ModifyOTAFirmware", {
      FirmwareId = id, ProductKey = key, FirmwareName = "new", FirmwareUdi = "udi",
    }))
    assert.same({"new", "d", "udi"}, {info(id).FirmwareName, info(id).FirmwareDesc, info(id).Udi})
    assert.is_true(service:code("DeleteOTAFirmware", {FirmwareId = id}))
    for _, action in ipairs {"QueryOTAFirmware", "DeleteOTAFirmware"} do
      assert.equal("iot.ota.FirmwareNotFound", service:code(action, {FirmwareId = id}))
    end
  end)

  it("take their batches with them", function()
    local id = service.world.packages[1].FirmwareId
    assert.is_true(service:code("DeleteOTAFirmware", {FirmwareId = id}))
    assert.equal("iot.ota.JobNotFound", service:code("QueryOTAJob", {JobId = "job1"}))
    assert.equal("iot.ota.JobNotFound", service:code("ListOTATaskByJob", {JobId = "job1"}))
    service.world:advance(3600)
  end)

  it("are at most 500 for an account", function()
    for _ = 2, 500 do assert.is_not_nil(create()) end
    assert.equal("iot.ota.FirmwareCountExceedMax", select(2, create()))
  end)

  it("refuse what is not documented", function()
    for _, more in ipairs {{Type = 2}, {FirmwareSize = -1}, {NeedToVerify = "no"}, {Type = 1}} do
      assert.equal(UNFIT, select(2, create(more)))
    end
    assert.equal("iot.ota.ModuleNotFound", select(2, create({ModuleName = "mcu"})))
    assert.equal("iot.prod.NotExistedProduct", select(2, create({ProductKey = "x"})))
    assert.equal("MissingDestVersion", select(2, create({DestVersion = ""})))
  end)

  it("are listed in pages, by product and version", function()
    for i = 1, 5 do create({DestVersion = "v" .. i % 2}) end
    local function total(more)
      local given = {CurrentPage = 1, PageSize = 2}
      for name, value in pairs(more) do given[name] = value end
      return service:get("ListOTAFirmware", given).Total
    end
    assert.same({6, 3, 6, 0}, {
      total({}), total({DestVersion = "v1"}), total({ProductKey = key}), total({DestVersion = "none"}),
    })
    assert.equal("MissingPageSize", service:code("ListOTAFirmware", {CurrentPage = 1}))
    assert.equal("iot.common.InvalidPageParams", service:code("ListOTAFirmware", {CurrentPage = 1, PageSize = 101}))
  end)
end)
