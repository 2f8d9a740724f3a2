-- The service that all names of this library are documented by.

---@type aliota.DialectFacts
return {service = "Alibaba Cloud IoT Platform", members = {}, lacks = {}, has_regions = true}
