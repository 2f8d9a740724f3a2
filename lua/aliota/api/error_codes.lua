-- What is known of error codes, one row a code: those of the service and its gateway (Errors, POP gateway codes; IoT
-- codes), and those that we give. They are compared without regard to case, which varies.
local ascii = require "aliota.util.ascii"

---@class aliota.ErrorCode
---@field kind string|nil        of the error; nil: as it comes about, and "api" of the service's
---@field says string|nil        what has happened; of our own codes
---@field retryable boolean|nil  whether another attempt may do, whatever the HTTP status; nil: as kind and status tell
---@field mended_by "clock"|"keys"|"nonce"|nil  what makes another attempt a better one: the service's time, keys that
---are newer, a nonce that is another
---@field may_have_run boolean|nil  whether the operation may have been carried out; nil: as kind and status tell
---@field hint string|nil        what a person can do; nil: as for the kind

local NO_PERMISSION = {hint = "this user may not call the operation; grant it the iot permission in RAM"}
local NO_INSTANCE = {hint = "an instance that has an id must be named; pass it as instance_id"}
local WRONG_PLACE = {hint = "does the endpoint belong to IoT Platform, and to the right region?"}
local CLOCK = {mended_by = "clock", hint = "the clock of this machine is more than 15 minutes off; set it"}
local TOKEN = "the security token is wrong or has expired; get new temporary keys"
local PASSING = {retryable = true}
local THROTTLING = {kind = "throttled"}

local error_codes = {}

--- Codes of the service.
---@type table<string, aliota.ErrorCode>
error_codes.SERVICE = {
  ["InvalidAccessKeyId.NotFound"] = {
    hint = "the access key id is unknown to the service; was it deleted, or mistyped?",
  },
  ["InvalidAccessKeyId.Inactive"] = {hint = "the access key is disabled; enable it in the RAM console or use another"},
  SignatureDoesNotMatch = {
    hint = "the access key secret does not belong to the access key id, or a proxy changed the request; "
      .. "client:explain(action, params):compare(err) tells which",
  },
  IncompleteSignature = {hint = "a proxy between here and the service may have removed headers"},
  ["InvalidTimeStamp.Expired"] = CLOCK,
  IllegalTimestamp = CLOCK,
  -- The same request came before: libcurl repeats one whose connection broke.
  SignatureNonceUsed = {
    retryable = true, mended_by = "nonce", may_have_run = true,
    hint = "the same request came before, as when a connection breaks and it is sent again; or is the nonce option a "
      .. "constant?",
  },
  ["InvalidSecurityToken.Expired"] = {mended_by = "keys", hint = TOKEN},
  ["Forbidden.RAM"] = NO_PERMISSION,
  Forbidden = NO_PERMISSION,
  NoPermission = NO_PERMISSION,
  ["iot.system.InstanceNotFound"] = NO_INSTANCE,
  ["iot.Sre.IotInstanceNotFound"] = NO_INSTANCE,
  ["iot.ota.JobNotFound"] = {
    hint = "is the JobId right, and of this region, account and instance? client:jobs {ProductKey = …} lists those "
      .. "that there are",
  },
  ["InvalidApi.NotFound"] = WRONG_PLACE,
  ["InvalidAction.NotFound"] = WRONG_PLACE,
  ["InvalidProtocol.NeedSsl"] = {hint = "the service wants https; change the endpoint"},
  InternalError = PASSING,
  ServiceUnavailable = PASSING,
  ServiceUnavailableTemporary = PASSING,
  ["iot.system.SystemException"] = PASSING,
  ["iot.messagebroker.Timeout"] = PASSING,
}

-- Parts of the service's codes, in small letters, that mean the same in whatever code they stand.
local FAMILIES = {
  {"throttling", THROTTLING}, {"ratelimit", THROTTLING}, {"invalidsecuritytoken", {hint = TOKEN}},
}

local GOOD_SO_FAR = "the service contradicts itself; what was handed out before is good. "
local LIST_AGAIN = GOOD_SO_FAR .. "List again, and report the request id if it stays"
local REPORT = GOOD_SO_FAR .. "Report the request id if it stays"

--- Our own codes. The first group is what a listing finds wrong with pages: in a listing that is not strict mostly a
--- fact for its coverage.
---@type table<string, aliota.ErrorCode>
error_codes.OURS = {
  RowsMissing = {
    kind = "decode", hint = LIST_AGAIN,
    says = "a page, or pass after pass over all pages, shows fewer rows than Total promises",
  },
  RowsBeyond = {
    kind = "decode", hint = LIST_AGAIN,
    says = "a page, or pass after pass over all pages, shows more rows than Total promises",
  },
  OtherPage = {
    kind = "decode", hint = LIST_AGAIN, says = "the answer says that it is another page than was asked for",
  },
  RowInvalid = {
    kind = "decode", hint = LIST_AGAIN,
    says = "a row is no object, or has nothing that tells it from others; it was left out",
  },
  TotalInvalid = {kind = "decode", hint = LIST_AGAIN, says = "an answer has no Total, or one that is no number"},
  TotalShrank = {
    kind = "decode", hint = LIST_AGAIN, says = "Total was larger on an earlier page, though batches lose no tasks",
  },
  PageRepeated = {
    kind = "decode", retryable = false, hint = REPORT, says = "page after page shows the same rows, without end",
  },
  Endless = {
    kind = "decode", retryable = false, hint = REPORT,
    says = "pages come and come, far more than the first one promised",
  },
  Incomplete = {
    kind = "decode",
    says = "a strict listing has come to its end, and it is not known that nothing is missing",
    hint = "it changed faster than it could be read, or the service contradicts itself; allow more passes, or list "
      .. "again",
  },
  TextInvalid = {
    kind = "decode", retryable = false, says = "a text in an answer holds bytes that are no character",
    hint = "a text in the answer holds what is no character; listings that are not strict put U+FFFD in its place",
  },

  AnswerTooLarge = {
    kind = "decode", retryable = false, says = "an answer is larger than any that is expected",
    hint = "something else than the service may answer; is the endpoint right?",
  },
  OperationLacking = {
    kind = "api", retryable = false, may_have_run = false, says = "the service has no such operation in its dialect",
    hint = "is dialect the one of the service that the endpoint leads to?",
  },
  NotComparable = {
    kind = "decode", retryable = false, says = "there is nothing in a message that a signature can be compared with",
    hint = "pass the error of a call that was refused with SignatureDoesNotMatch or IncompleteSignature, made with the "
      .. "same signature option",
  },
  TaskIncomplete = {
    kind = "decode", retryable = false, says = "a task lacks what a plan has to know of it",
    hint = "pass tasks as they were listed, with all their fields",
  },
  QuotaWait = {kind = "timeout", says = "a deadline passed while a call waited for its turn by the quota"},
  NoEndpoint = {
    kind = "credentials", says = "there are keys, and it is not known, or not right, where requests are to go",
    hint = "see what options, environment and profile say of region and endpoint",
  },
  ProxyAuthenticationRequired = {
    kind = "http", retryable = false, says = "a proxy wants a user and a password, or others",
    hint = "are user and password right in the proxy's address? http://user:password@host:8080, with what is no letter "
      .. "or digit in them percent-encoded; or does it want another way to log in? proxy_auth = \"any\" takes what it "
      .. "offers",
  },
  ClientCertificateUnusable = {
    kind = "tls", retryable = false, says = "the client's certificate or its key can't be used",
    hint = "is key_file the key of the certificate in cert_file, and key_password its password? Both are PEM, or one "
      .. "file of PKCS#12 whose name ends in .p12 or .pfx",
  },
  ClientCertificateRefused = {
    kind = "tls", retryable = false, may_have_run = false,
    says = "the other side of TLS wants a client's certificate, or another one",
    hint = "pass one that it takes as cert_file and key_file: not expired, and from an authority that it trusts",
  },
  ProxyRefused = {
    kind = "http", says = "a proxy lets nothing through",
    hint = "the proxy does not let requests through to the endpoint, or can't reach it; ask who runs it",
  },
  CannotWait = {kind = "cancelled", says = "the running code can't wait, such as a phase of nginx; see its hint"},
  JournalExists = {
    kind = "file", says = "where a new journal should go there is a file",
    hint = "go on with its plan by client:resume_plan, or its rollout by client:resume_rollout, or delete it",
  },
  JournalInUse = {
    kind = "file", says = "a journal is not as this process left it: another one goes on with the same plan",
    hint = "when the other has ended, resume the plan",
  },
  Journal = {
    kind = "file", says = "what a plan was about to do could not be written down, so it was not done",
    hint = "put right what is wrong with the file, then call apply again, or resume the plan",
  },
  PackageUnfit = {
    kind = "rollout", says = "a package can't be rolled out as it was asked for: it is not verified, or does not fit",
    hint = "client:query_ota_firmware {FirmwareId = …} tells of the package",
  },
  GateBroken = {
    kind = "rollout", says = "a rollout was stopped at a gate: its batch broke a limit",
    hint = "see what failed in the batch; what follows needs a new rollout",
  },
  BatchCanceled = {
    kind = "rollout", says = "a rollout has ended as somebody else canceled its batch",
    hint = "what follows needs a new rollout",
  },
}

local UNKNOWN = {}
local by_code = {}
for _, codes in ipairs {error_codes.OURS, error_codes.SERVICE} do
  for code, row in pairs(codes) do by_code[ascii.lower(code)] = row end
end

local function family_of(code)
  for _, family in ipairs(FAMILIES) do
    if code:find(family[1], 1, true) then return family[2] end
  end
  return UNKNOWN
end

--- What is known of a code; an empty row where that is nothing.
---@param code string|nil
---@return aliota.ErrorCode
function error_codes.of(code)
  local lower = ascii.lower(code or "")
  return by_code[lower] or family_of(lower)
end

return error_codes
