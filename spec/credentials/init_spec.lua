local aliota = require "aliota"
local cjson = require "cjson"
local credentials = require "aliota.credentials"
local provider = require "spec.support.provider"
local sandbox = require "aliota.sandbox"
local secrets = require "spec.support.secrets"
local stub = require "spec.support.stub"
local with_environment = require "spec.support.environment"
local with_home = require "spec.support.home"

local GOOD = {access_key_id = "id", access_key_secret = "secret"}

describe("credentials", function()
  describe("from a table", function()
    it("are copied, so that a later change does no harm", function()
      local keys = {access_key_id = "id", access_key_secret = "secret", security_token = "token"}
      local source = credentials.source(keys)
      keys.access_key_id = "changed"
      local fetch = source()
      assert.is_true(fetch.done)
      assert.same({access_key_id = "id", access_key_secret = "secret", security_token = "token"}, fetch.keys)
    end)

    it("are refused by name, without showing them", function()
      local cases = {
        {{}, "access_key_id is missing"},
        {{access_key_id = "id"}, "access_key_secret is missing"},
        {{access_key_id = "id", access_key_secret = "s", securty_token = "hush"},
          'there is no field "securty_token"; did you mean "security_token"?'},
        {{access_key_id = "", access_key_secret = "s"}, "access_key_id is empty"},
        {{access_key_id = 5, access_key_secret = "s"}, "access_key_id must be a string, not a number"},
        {{access_key_id = "id", access_key_secret = "hush hush"},
          "access_key_secret holds blanks or control characters"},
        {{access_key_id = "id", access_key_secret = "hush\n"}, "access_key_secret holds blanks or control characters"},
        {{access_key_id = "id\0", access_key_secret = "s"}, "access_key_id holds blanks or control characters"},
        {{access_key_id = "id", access_key_secret = "s", security_token = "hush\r"}, "security_token holds blanks"},
      }
      for _, case in ipairs(cases) do
        local source, problem = credentials.source(case[1])
        assert.is_nil(source)
        assert.truthy(problem:find(case[2], 1, true), problem)
        assert.is_nil(problem:find "hush")
      end
    end)
  end)

  describe("from a function", function()
    it("are asked for every time", function()
      local calls = 0
      local source = credentials.source(function()
        calls = calls + 1
        return {access_key_id = "id" .. calls, access_key_secret = "s"}
      end)
      source()
      assert.equal("id2", source().keys.access_key_id)
    end)

    it("are asked for with those that have expired, so that newer ones are got", function()
      local asked = {}
      local source = credentials.source(function(expired)
        asked[#asked + 1] = expired or "none"
        return GOOD
      end)
      source()
      source(nil, GOOD)
      assert.same({"none", GOOD}, asked)
    end)

    it("may be missing, bad or an error, each with its reason", function()
      local cases = {
        {function() end, "gave none: no reason given"},
        {function() return false, "vault is sealed" end, "gave none: vault is sealed"},
        {function() return nil, "vault is sealed" end, "gave none: vault is sealed"},
        {function() error("boom", 0) end, "failed: boom"},
        {function() return {access_key_id = "id"} end, "access_key_secret is missing"},
        {function() return "id:secret" end, "must be a table, not a string"},
      }
      for _, case in ipairs(cases) do
        local fetch = credentials.source(case[1])()
        assert.is_nil(fetch.keys)
        assert.truthy(fetch.problem:find(case[2], 1, true), fetch.problem)
      end
    end)
  end)

  describe("by type", function()
    local ARN = "acs:ram::1:role/sandbox-role"
    local SANDBOX = {access_key_id = "sandbox-access-key-id", access_key_secret = "sandbox-access-key-secret"}

    it("are those of every provider there is", function()
      local cases = {
        {type = "access_key", access_key_id = "id", access_key_secret = "secret"},
        {type = "sts", access_key_id = "id", access_key_secret = "secret", security_token = "token"},
        {type = "ram_role_arn", role_arn = ARN, access_key_id = "id", access_key_secret = "secret"},
        {type = "ram_role_arn", role_arn = ARN, source = {type = "ram_role_arn", role_arn = ARN, source = GOOD}},
        {type = "ram_role_arn", role_arn = ARN, source = function() return GOOD end, external_id = "x", policy = "{}"},
        {type = "oidc_role_arn", role_arn = ARN, oidc_provider_arn = "p", duration_seconds = 900},
        {type = "ecs_ram_role", role_name = "r", disable_imds_v1 = true}, {type = "credentials_uri", uri = "http://h"},
        {type = "external", process_command = "tool"}, {type = "cli_profile", profile = "p"}, {type = "ini_profile"},
        {type = "default", profile = "p"},
      }
      for _, option in ipairs(cases) do
        local source, problem = credentials.source(option)
        assert.equal("function", type(source), problem)
      end
    end)

    it("are refused by name, without showing them", function()
      local cases = {
        {{type = "ecs_ram_rol"}, 'there is no type "ecs_ram_rol"; did you mean "ecs_ram_role"?'},
        {{type = "sts", access_key_id = "id", access_key_secret = "hush"}, "security_token is missing"},
        {{type = "access_key", access_key_id = "id", access_key_secret = "s", security_token = "hush"},
          'there is no field "security_token"'},
        {{type = "ecs_ram_role", role_name = 5}, "role_name must be a string, not a number"},
        {{type = "ecs_ram_role", role_name = ""}, "role_name is empty"},
        {{type = "ram_role_arn", access_key_id = "id", access_key_secret = "hush"}, "role_arn is missing"},
        {{type = "ram_role_arn", role_arn = ARN}, "access_key_id is missing"},
        {{type = "ram_role_arn", role_arn = ARN, source = "hush"}, "source: must be a table or a function"},
        {{type = "ram_role_arn", role_arn = ARN, source = {access_key_id = "id"}},
          "source: access_key_secret is missing"},
        {{type = "external"}, "process_command is missing"},
        {{access_key_id = "id", access_key_secret = '"hush"'}, "access_key_secret has quotes around it"},
      }
      for _, case in ipairs(cases) do
        local source, problem = credentials.source(case[1])
        assert.is_nil(source)
        assert.truthy(problem:find(case[2], 1, true), problem)
        assert.is_nil(problem:find "hush")
      end
    end)

    -- Over the network, in the way of a client.
    describe("reach the service", function()
      local service, file
      setup(function()
        service = assert(sandbox.start {devices = 20})
        file = os.tmpname()
        local handle = io.open(file, "w")
        handle:write "sandbox-oidc-token"
        handle:close()
      end)
      teardown(function()
        service:stop()
        os.remove(file)
      end)

      local function cases()
        local sts, uri = service.endpoint .. "/sts", service.endpoint .. "/credentials"
        return {
          {type = "ram_role_arn", role_arn = ARN, source = SANDBOX, sts_endpoint = sts},
          {type = "ram_role_arn", role_arn = ARN, source = {type = "credentials_uri", uri = uri}, sts_endpoint = sts},
          {type = "oidc_role_arn", role_arn = ARN, oidc_provider_arn = "p", oidc_token_file = file, sts_endpoint = sts},
          {type = "ecs_ram_role", metadata_endpoint = service.endpoint},
          {type = "credentials_uri", uri = uri},
          {type = "default", metadata_endpoint = service.endpoint},
        }
      end

      it("and list a batch", function()
        for _, option in ipairs(cases()) do
          with_environment({HOME = "/nowhere"}, function()
            local client = aliota.new {endpoint = service.endpoint, credentials = option, proxy = false}
            local listed, err = client:tasks({JobId = service.job_id}):count()
            assert.same({20}, {listed, err}, option.type)
          end)
        end
      end)

      it("of roles also where the clock is off, which STS says before the service can", function()
        local offsets = {}
        for _, option in ipairs(cases()) do
          if option.role_arn then
            with_environment({HOME = "/nowhere"}, function()
              local client = aliota.new {
                endpoint = service.endpoint, credentials = option, proxy = false,
                clock = function() return os.time() + 7200 end,
                on_event = function(event) offsets[#offsets + 1] = event.type == "clock" and event.offset or nil end,
              }
              assert.equal(20, assert(client:tasks({JobId = service.job_id}):count()))
            end)
          end
        end
        assert.equal(3, #offsets)
        for _, offset in ipairs(offsets) do assert.is_true(math.abs(offset + 7200) < 30) end
      end)

      it("without showing a secret in any event, error or text", function()
        local told = {}
        local function tell(value)
          if type(value) ~= "table" then
            told[#told + 1] = tostring(value)
            return
          end
          told[#told + 1] = tostring(value)
          for name, member in pairs(value) do
            told[#told + 1] = tostring(name) .. "="
            tell(member)
          end
        end
        local wrong = {access_key_id = "sandbox-access-key-id", access_key_secret = "hush-hush"}
        local all = cases()
        local sts = service.endpoint .. "/sts"
        all[#all + 1] = {type = "ram_role_arn", role_arn = ARN, source = wrong, sts_endpoint = sts}
        all[#all + 1] = {type = "ram_role_arn", role_arn = ARN .. "-of-others", source = SANDBOX, sts_endpoint = sts}
        all[#all + 1] = wrong
        service:chaos {expired_token = {count = 3}}
        for _, option in ipairs(all) do
          with_environment({HOME = "/nowhere"}, function()
            local client = aliota.new {
              endpoint = service.endpoint, credentials = option, proxy = false, on_event = tell,
            }
            tell(select(2, client:query_ota_job {JobId = service.job_id}) or "went well")
            tell(client)
          end)
        end
        service:chaos(false)
        local text = table.concat(told, "\n")
        assert.truthy(text:find("NoPermission", 1, true) and text:find("SignatureDoesNotMatch", 1, true))
        assert.is_nil(secrets.find(text))
      end)

      it("once for many calls, of which none waits for itself alone", function()
        local fetched = 0
        local client = aliota.new {
          endpoint = service.endpoint, proxy = false, prefetch = 8, quota = false,
          credentials = {type = "credentials_uri", uri = service.endpoint .. "/credentials"},
          on_event = function(event) if event.type == "credentials" then fetched = fetched + 1 end end,
        }
        with_environment({}, function()
          assert.equal(20, client:summary({JobId = service.job_id}).total)
        end)
        assert.equal(1, fetched)
      end)

      it("on a second attempt, where the first one met a troubled server", function()
        local good = '{"Code":"Success","AccessKeyId":"sandbox-access-key-id","AccessKeySecret":'
          .. '"sandbox-access-key-secret","SecurityToken":"t"}'
        local troubled = stub.start {["/keys"] = {stub.answer(503, ""), stub.answer(200, good)}}
        with_environment({}, function()
          local retries = {}
          local _, err = aliota.new({
            endpoint = service.endpoint, proxy = false,
            credentials = {type = "credentials_uri", uri = troubled.endpoint .. "/keys"},
            on_event = function(event) if event.type == "retry" then retries[#retries + 1] = event.err.kind end end,
          }):query_ota_job {JobId = service.job_id}
          assert.same({"credentials"}, retries)
          assert.equal("InvalidSecurityToken.MismatchWithAccessKey", err.code) -- it got as far as the service
          assert.equal(2, #err.attempts)
        end)
        troubled:stop()
      end)

      describe("where their place says it is", function()
        local function profile(name, endpoint)
          local keys = service.credentials
          return {
            name = name, mode = "AK", access_key_id = keys.access_key_id, access_key_secret = keys.access_key_secret,
            endpoint = endpoint,
          }
        end

        -- Where a call ends up, and what was told on the way.
        local function call(option, profiles, more)
          local variables, told, answer, err = {no_proxy = "127.0.0.1"}, {}, nil, nil
          for name, value in pairs(more or {}) do variables[name] = value end
          local config = cjson.encode {current = "one", profiles = profiles}
          with_home({[".aliyun/config.json"] = config}, variables, function()
            answer, err = aliota.new({
              credentials = option, retries = 0, proxy = false,
              on_event = function(event) if event.type == "warning" then told[#told + 1] = event.message end end,
            }):query_ota_job {JobId = service.job_id}
          end)
          return answer and "the service" or err.kind, table.concat(told)
        end

        local NOBODY = "http://127.0.0.1:1"
        local function keys_of_environment(endpoint)
          return {
            ALIBABA_CLOUD_ACCESS_KEY_ID = service.credentials.access_key_id, ALIBABA_CLOUD_ENDPOINT = endpoint,
            ALIBABA_CLOUD_ACCESS_KEY_SECRET = service.credentials.access_key_secret,
          }
        end

        it("a profile, be it the current one or another", function()
          local profiles = {profile("one", service.endpoint), profile("two", NOBODY)}
          local named = {type = "cli_profile", profile = "one"}
          for _, option in ipairs {{type = "cli_profile"}, {type = "default"}, named} do
            assert.same({"the service", ""}, {call(option, profiles, {ALIBABA_CLOUD_ENDPOINT = NOBODY})})
          end
          assert.same({"network", ""}, {call({type = "cli_profile", profile = "two"}, profiles)})
        end)

        it("the environment before a profile, which then is told", function()
          local here, nobody = keys_of_environment(service.endpoint), keys_of_environment()
          assert.same({"the service", ""}, {call(nil, {profile("one", NOBODY)}, here)})
          local where, told = call(nil, {profile("one", service.endpoint)}, nobody)
          assert.equal("the service", where)
          assert.truthy(told:find('profile "one", and the keys are those of the environment', 1, true), told)
        end)
      end)

      it("but not those of another place than one that is set up and broken", function()
        local function first_error(variables, files)
          local kind, told, message = nil, {}, nil
          with_home(files, variables, function()
            local _, err = aliota.new({
              endpoint = service.endpoint, proxy = false,
              on_event = function(event) if event.type == "warning" then told[#told + 1] = event.message end end,
            }):query_ota_job {JobId = service.job_id}
            kind, message = err and err.kind or "none", err and err.message
          end)
          return kind, message or table.concat(told)
        end
        local keys = service.credentials
        local ini = {[".alibabacloud/credentials"] = ("[default]\ntype = access_key\naccess_key_id = %s\n"
          .. "access_key_secret = %s\n"):format(keys.access_key_id, keys.access_key_secret)}
        local kind, message = first_error({
          ALIBABA_CLOUD_ACCESS_KEY_ID = "id\r", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "hush",
        }, ini)
        assert.equal("credentials", kind)
        assert.truthy(message:find("environment: ALIBABA_CLOUD_ACCESS_KEY_ID holds blanks", 1, true), message)
        assert.truthy(message:find("put that right, or take it away", 1, true), message)
        kind, message = first_error({ALIBABA_CLOUD_ACCESS_KEY_ID = "hush"}, ini)
        assert.equal("none", kind)
        assert.equal("the keys are those of the credentials file, as they could not be had before: "
          .. "environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing", message)
        assert.same({"none", ""}, {first_error({}, ini)})
      end)

      it("or are one error, which tells of each place and of no secret", function()
        with_environment({
          HOME = "/nowhere", ALIBABA_CLOUD_ACCESS_KEY_ID = "hush", ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true",
        }, function()
          local _, err = aliota.new({endpoint = service.endpoint}):query_ota_job {JobId = "j"}
          assert.same({"credentials", "QueryOTAJob"}, {err.kind, err.action})
          local at = 0
          for _, text in ipairs {
            "environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing", "OIDC: role_arn is missing",
            "profile: /nowhere/.aliyun/config.json: No such file", "/nowhere/.alibabacloud/credentials: No such file",
            "command line's environment: neither", "instance metadata: switched off by ALIBABA_CLOUD_ECS_METADATA_DIS",
            "credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI is not set",
          } do
            at = assert(err.message:find(text, at, true), text)
          end
          assert.is_nil(tostring(err):find "hush")
        end)
      end)

      it("within a call's deadline, or not at all", function()
        local hung = stub.start {["/keys"] = {raw = "", hang = true}}
        with_environment({}, function()
          local client = aliota.new {
            endpoint = service.endpoint, proxy = false, deadline = 0.2,
            credentials = {type = "credentials_uri", uri = hung.endpoint .. "/keys"},
          }
          for _ = 1, 2 do
            local _, err = client:query_ota_job {JobId = "j"}
            assert.same({"timeout", false}, {err.kind, err.may_have_run})
          end
        end)
        hung:stop()
      end)

      it("not in a service that hangs, which costs two seconds", function()
        local hung = stub.start {["/latest/api/token"] = {raw = "", hang = true},
          ["/latest/meta-data/ram/security-credentials/"] = {raw = "", hang = true}}
        with_environment({}, function()
          local _, err = aliota.new({
            endpoint = service.endpoint, proxy = false,
            credentials = {type = "ecs_ram_role", metadata_endpoint = hung.endpoint},
          }):query_ota_job {JobId = "j"}
          assert.equal("credentials", err.kind)
          assert.truthy(err.message:find "[Tt]ime")
        end)
        hung:stop()
      end)
    end)
  end)

  it("of a profile are asked for in the two files alone", function()
    with_home({
      [".alibabacloud/credentials"] = "[prod]\ntype = access_key\naccess_key_id = of-file\naccess_key_secret = s\n",
    }, {ALIBABA_CLOUD_ACCESS_KEY_ID = "of-environment", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "s"}, function()
      local account = provider.account()
      assert.equal("of-environment", credentials.source(nil)(account).keys.access_key_id)
      assert.equal("of-file", credentials.source(nil, "prod")(account).keys.access_key_id)
      local problem = credentials.source(nil, "none")(account).problem
      assert.truthy(problem:find("holds no section [none]", 1, true))
      assert.is_nil(problem:find("environment", 1, true))
    end)
  end)
end)
