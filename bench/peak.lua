-- The most memory this process ever had, in megabytes.
return function()
  local status = assert(io.open("/proc/self/status"), "peak memory is read from /proc, as Linux has it")
  local kilobytes = status:read("*a"):match("VmHWM:%s*(%d+) kB")
  status:close()
  return kilobytes / 1024
end
