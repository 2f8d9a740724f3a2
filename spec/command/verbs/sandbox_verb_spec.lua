local compat = require "aliota.util.compat"
local shell = require "spec.support.shell"

local LUA = require "spec.support.interpreter"

describe("aliota sandbox", function()
  -- Starts it, does something once it serves, ends it with a signal. Returns what that said, what it printed, its log
  -- and the rest.
  local function serve(arguments, signal, command)
    return (shell.run(([[
      aliota="%s bin/aliota"; out=$(mktemp); log=$(mktemp)
      $aliota sandbox %s >$out 2>$log & pid=$!
      while kill -0 $pid && ! grep -q JOB_ID $out; do sleep 0.01; done
      . $out
      %s
      kill -%s $pid; wait $pid; status=$?
      echo; cat $out $log; rm $out $log
      echo "status $status"; test -e "$ALIOTA_CA_FILE" && echo left]]):format(LUA, arguments, command, signal)))
  end

  it("serves over TLS until it is interrupted, and leaves no file behind", function()
    for _, signal in ipairs {"INT", "TERM"} do
      local output = serve("--tls", signal, "$aliota list $JOB_ID --fields DeviceName | wc -l")
      assert.truthy(output:find "^ *2500\n", output)
      assert.truthy(output:find("export ALIOTA_ENDPOINT='https://127.0.0.1:", 1, true))
      assert.truthy(output:find "status 0\n$", output)
    end
  end)

  it("takes users, a quota and chaos, and logs requests without secrets", function()
    local output = serve("--user u:hidden --qps 1 --chaos business_error=1,count=1 --latency-ms 1", "TERM", [[
      ALIBABA_CLOUD_ACCESS_KEY_ID=u ALIBABA_CLOUD_ACCESS_KEY_SECRET=hidden $aliota list $JOB_ID]])
    assert.truthy(output:find("iot.system.SystemException", 1, true), output)
    assert.truthy(output:find "ListOTATaskByJob JobId=%w+ .* chaos: business_error latency\n", output)
    assert.is_nil(output:find("hidden", 1, true))
  end)

  it("speaks another dialect, as the other verbs do when they are told to", function()
    local output = serve("--dialect tuya", "TERM", [[
      $aliota list $JOB_ID --dialect tuya --fields DeviceName | wc -l
      $aliota list $JOB_ID 2>&1
      $aliota retry $JOB_ID --dialect tuya 2>&1]])
    assert.truthy(output:find "^ *2500\n", output)
    assert.truthy(output:find("There is no parameter JobId, it is JobID.", 1, true), output)
    assert.truthy(output:find('Tuya IoT Platform for Alibaba Cloud (dialect "tuya") has no operation', 1, true))
    assert.truthy(output:find "ListOTATaskByJob JobId=%w+ .* %-> 200 Success", output)
  end)

  it("takes durations wherever it takes seconds, and is quiet if it is to be", function()
    local output = serve("--security-token t --keys-expire-in 10m --chaos clock_skew,seconds=20m,count=0 --quiet",
      "TERM", "$aliota list $JOB_ID >/dev/null")
    assert.truthy(output:find "export ALIBABA_CLOUD_SECURITY_TOKEN='t'\nexport JOB_ID='%w+'\nstatus 0\n$", output)
  end)

  it("takes what turns off what is on by default, and 0 for no time-out", function()
    local output = serve("--no-imds-v1 --status-ignores-names --timeout-minutes 0 --devices 3 --rollout fresh", "TERM",
      "$aliota list $JOB_ID --task-status FAILED --fields Timeout; $aliota list $JOB_ID --fields Timeout")
    assert.truthy(output:find('^' .. ('{"Timeout":null}\n'):rep(3) .. "\n"), output)
  end)

  it("says what is wrong with its arguments", function()
    for arguments, expected in pairs {
      ["--chaos nope=1"] = "--chaos: there is no kind 'nope'; there are bare_error, ",
      ["--chaos garbge"] = "there is no kind 'garbge'; did you mean \"garbage\"?; there are bare_error, ",
      ["--chaos ="] = "--chaos takes KIND[=RATE][,NAME=VALUE …], not =",
      ["--user x"] = "--user takes ID:SECRET or ID:SECRET:ACCOUNT, not x",
      ["--chaos empty=2"] = "--chaos: rate of empty must be from 0 to 1",
      ["--chaos clock_skew,seconds=soon"] = "--chaos: seconds of clock_skew must be a number",
      ["--qps x"] = "--qps takes requests a second, or documented, not x",
      ["--devices -1"] = "--devices takes a whole number from 0 to 1000000, not -1",
      ["--devices 2.5"] = "--devices takes a whole number from 0 to 1000000, not 2.5",
      ["--timeout-minutes 5000"] = "--timeout-minutes takes minutes from 1 to 1440, or 0 for none, not 5000",
      ["--starts-at soon"] = "--starts-at takes epoch seconds, or now, not soon",
      ["--starts-at 5"] = "--starts-at is 5; it must be ", ["--rollout x"] = '--rollout is "x"; there are ',
      ["--keys-expire-in soon"] = "--keys-expire-in takes seconds or a duration such as 10m, not soon",
      ["--seed 'a b'"] = "--seed takes a whole number from 0 to 2147483647, not a b",
      ["--port http"] = "--port takes a port from 0 to 65535, not http",
      ["--sts-token t"] = "unknown option '--sts-token'",
    } do
      local said, status = shell.run(("timeout 60 %s bin/aliota sandbox %s >/dev/null"):format(LUA, arguments))
      assert.equal(1, status, arguments)
      assert.truthy(said:find(expected, 1, true), said)
      assert.is_nil(said:find "stack traceback")
    end
  end)

  it("says what it needs where there are no cqueues", function()
    local init = [[package.preload["cqueues.signal"] = function() error("module \x27cqueues\x27 not found", 0) end]]
    local said, status = shell.run(("LUA_INIT='%s' timeout 60 %s bin/aliota sandbox"):format(init, LUA))
    assert.same({("the Lua module cqueues is missing; apt install lua-cqueues, or luarocks --lua-version %s install "
      .. "cqueues\n"):format(compat.version), 1}, {said, status})
  end)
end)
