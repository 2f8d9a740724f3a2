-- What the core reads of files with a certificate and its key, held against OpenSSL's own command.
local authority = require "spec.support.authority"
local http = require("aliota.core").http
local shell = require "spec.support.shell"

describe("a certificate and its key", function()
  local ours, cert, key, locked, p12
  setup(function()
    ours = authority.new "ours"
    cert, key = ours:issue "alice"
    locked, p12 = ours:encrypt("alice", "hush")
  end)
  teardown(function() ours:remove() end)

  local function told(command, path)
    local output, status = shell.run(("openssl %s -in '%s'"):format(command, path))
    assert(status == 0, output)
    return output
  end

  it("are read from PEM and PKCS#12, the key without its password", function()
    local both = told("x509", cert) .. told("pkey", key)
    assert.equal(both, http.certificate_pem(cert, key, ""))
    assert.equal(both, http.certificate_pem(cert, locked, "hush"))
    assert.equal(both, http.certificate_pem(p12, nil, "hush"))
    assert.equal(both, http.certificate_pem(ours.folder .. "/alice-both.pem", ours.folder .. "/alice-both.pem", ""))
  end)

  it("come with the authorities that stand after it", function()
    local below = ours.folder .. "/" .. ours:issue_below "alice"
    local all = told("x509", below .. ".pem") .. told("pkey", below .. ".key")
      .. told("x509", ours.folder .. "/between.pem")
    assert.equal(all, http.certificate_pem(below .. ".pem", below .. ".key", ""))
    told(("pkcs12 -export -inkey '%s.key' -out '%s.p12' -passout pass:hush"):format(below, below), below .. ".pem")
    assert.equal(all, http.certificate_pem(below .. ".p12", nil, "hush"))
  end)

  it("come with however many these are", function()
    local below = ours.folder .. "/" .. ours:issue_below "bob"
    shell.run(("for _ in $(seq 40); do cat '%s/between.pem'; done >>'%s.pem'"):format(ours.folder, below))
    local all = http.certificate_pem(below .. ".pem", below .. ".key", "")
    assert.is_true(#all > 20000)
    assert.same({42, 1}, {select(2, all:gsub("BEGIN CERTIFICATE", "")), select(2, all:gsub("BEGIN PRIVATE KEY", ""))})
  end)

  it("have a flaw where there is none, the password is another one, or they don't belong together", function()
    local _, other = ours:issue "bob"
    for flaw, cases in pairs {
      certificate = {{key, key, ""}, {"/dev/null", "/dev/null", ""}, {cert, nil, ""}},
      key = {{cert, cert, ""}, {cert, locked, ""}, {cert, locked, "hash"}, {p12, nil, ""}},
      unread = {{"/none.pem", key, ""}, {cert, "/none.pem", ""}, {"/none.p12", nil, ""}},
      pair = {{cert, other, ""}},
    } do
      for _, case in ipairs(cases) do
        assert.equal(flaw, http.certificate_flaw(case[1], case[2], case[3]))
        assert.is_nil(http.certificate_pem(case[1], case[2], case[3]))
      end
    end
    assert.is_nil(http.certificate_flaw(cert, locked, "hush"))
    assert.is_nil(http.certificate_flaw(p12, nil, "hush"))
  end)
end)
