#!/bin/sh
# @alicloud/credentials 2.4.7 (ini 1.3.8), the official package: a comment behind the name of a section makes its line
# no section, so that the members below it go on with the section before. With
#
#   [default]          keys MINE
#   [other] # theirs   keys THEIRS
#
# the default chain signs with THEIRS, and says nothing. One would have guessed that `[other]` is read, or left out. A
# comment on a line of its own does no harm.
. "$(dirname "$0")/packages.sh"
npm_package @alicloud/credentials@2.4.7

keys() { printf 'type = access_key\naccess_key_id = %s\naccess_key_secret = secret\n' "$1"; }

chosen() {
  mkdir -p home/.alibabacloud
  cat >home/.alibabacloud/credentials
  env -i PATH="$PATH" HOME="$place/home" ALIBABA_CLOUD_ECS_METADATA_DISABLED=true node -e '
    const Credentials = require("@alicloud/credentials").default;
    new Credentials().getCredential().then(keys => console.log(keys.accessKeyId));'
}

{ echo '[default]'; keys MINE; echo '[other] # theirs'; keys THEIRS; } | chosen | expect THEIRS
{ echo '[default]'; keys MINE; echo '# theirs'; echo '[other]'; keys THEIRS; } | chosen | expect MINE
{ echo '[other] # theirs'; keys THEIRS; echo '[default]'; keys MINE; } | chosen | expect MINE
