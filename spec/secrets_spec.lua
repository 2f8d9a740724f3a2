-- The search that the test run makes of its own output.
local secrets = require "spec.support.secrets"

describe("the search for secrets", function()
  it("finds keys, tokens and signatures in whatever form", function()
    for _, text in ipairs {
      "key sandbox-access-key-secret", "x=sandbox-secret-0a1b", "sandbox-token-ff", "hush-hush", "&Signature=ab%2B",
      "Credential=id,SignedHeaders=host,Signature=0a", "SecurityToken=CAIS", "Authorization: ACS3-HMAC-SHA256",
      '"AccessKeySecret": "s"', "access-key-secret=s",
    } do
      assert.truthy(secrets.find(text), text)
    end
  end)

  it("finds none where they are masked or only named", function()
    for _, text in ipairs {
      "Signature=***", "SecurityToken=***", "ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing", "access_key_secret is empty",
      "sandbox-access-key-id", "SignatureDoesNotMatch",
    } do
      assert.is_nil(secrets.find(text), text)
    end
  end)
end)
