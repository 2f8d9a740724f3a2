-- The addresses of regions (Endpoints, resolution order).
local lazy = require "aliota.util.lazy"
local nearest = lazy "aliota.util.nearest"

local CENTRAL = "iot.aliyuncs.com"
-- Regions that the official SDKs map to the central address; every other one follows the rule.
local CENTRAL_REGIONS = {}
for region in ([[
  ap-northeast-2-pop ap-south-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 cn-beijing-finance-1 cn-beijing-finance-pop
  cn-beijing-gov-1 cn-beijing-nu16-b01 cn-chengdu cn-edge-1 cn-fujian cn-haidian-cm12-c01 cn-hangzhou-bj-b01
  cn-hangzhou-finance cn-hangzhou-internal-prod-1 cn-hangzhou-internal-test-1 cn-hangzhou-internal-test-2
  cn-hangzhou-internal-test-3 cn-hangzhou-test-306 cn-hongkong cn-hongkong-finance-pop cn-huhehaote
  cn-huhehaote-nebula-1 cn-qingdao cn-qingdao-nebula cn-shanghai-et15-b01 cn-shanghai-et2-b01 cn-shanghai-finance-1
  cn-shanghai-inner cn-shanghai-internal-test-1 cn-shenzhen-finance-1 cn-shenzhen-inner cn-shenzhen-st4-d01
  cn-shenzhen-su18-b01 cn-wuhan cn-wulanchabu cn-yushanfang cn-zhangbei cn-zhangbei-na61-b01 cn-zhangjiakou
  cn-zhangjiakou-na62-a01 cn-zhengzhou-nebula-1 eu-west-1 eu-west-1-oxs me-east-1 rus-west-1-pop
]]):gmatch("[^ \n]+") do
  CENTRAL_REGIONS[region] = true
end

-- Where the product is sold.
local SOLD_IN = {}
for region in ([[
  ap-northeast-1 ap-southeast-1 cn-beijing cn-shanghai cn-shenzhen eu-central-1 us-east-1 us-west-1
]]):gmatch("[^ \n]+") do
  SOLD_IN[region] = true
end

-- Letters by which a region may differ from one of these and still be meant to be that.
local TYPO = 3

-- There may be new regions, so a doubt is all there is before nobody answers.
local function doubt_about(region)
  if SOLD_IN[region] or CENTRAL_REGIONS[region] then return nil end
  local name, distance = nearest(region, SOLD_IN)
  if distance <= TYPO then return ("is the region %q right? Did you mean %q?"):format(region, name) end
end

--- The address of a region.
---@param region string such as "cn-shanghai"
---@param network "public"|"vpc"|nil
---@return aliota.Endpoint|nil
---@return string|nil problem
return function(region, network)
  if not region:match("^[A-Za-z0-9][A-Za-z0-9-]*$") then
    return nil, ("region is %q; it must look like cn-shanghai"):format(region)
  end
  local host = "iot" .. (network == "vpc" and "-vpc" or "") .. "." .. region .. ".aliyuncs.com"
  if CENTRAL_REGIONS[region] then host = CENTRAL end
  return {url = "https://" .. host .. "/", host = host, path = "/", doubt = doubt_about(region)}
end
