-- A page of 100 tasks as the vendor's sample shows them (ListOTATaskByJob, Examples), 45 kB of JSON.
local function id(prefix, i)
  return ("%s%016x01%04d"):format(prefix, i * 2654435761 % 4294967296 * 65537, i)
end

local function task(i)
  local done = i % 10 ~= 0
  return table.concat {
    '{"SrcVersion":"1.0.', i % 3, '","DeviceName":"thermostat-', ("%06d"):format(i * 37), '","FirmwareId":',
    '"q3j9OYBjUAZMv1hlMgdo030000","IotId":"', id("SR8FiT", i), '","ProductKey":"a1GUfrMx8Qz","JobId":',
    '"7glPHmaDYLAYMD1HHutT020000","TaskDesc":"', done and "" or "report version is not conform",
    '","DestVersion":"1.0.4","Timeout":"1440","UtcCreate":"2019-11-04T03:38:15.000Z","UtcModified":"2019-11-04T0',
    3 + i % 6, ":", ("%02d:%02d.%03dZ"):format(i * 7 % 60, i * 13 % 60, i * 31 % 1000), '","TaskStatus":"',
    done and "SUCCEEDED" or "FAILED", '","ProductName":"MyProduct","TaskId":"', id("y3tOmC", i),
    '","Progress":"', done and "100.00" or "0.00", '"}',
  }
end

local tasks = {}
for i = 1, 100 do tasks[i] = task(i) end

return '{"PageCount":25,"Data":{"SimpleOTATaskInfo":[' .. table.concat(tasks, ",") ..
  ']},"PageSize":100,"RequestId":"A59D3BE1-E9A3-43F3-9B50-B7C8DE165D9B","CurrentPage":1,"Success":true,"Total":2500}'
