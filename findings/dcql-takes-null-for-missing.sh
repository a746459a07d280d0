#!/bin/sh
# dcql says of a claim whose value is null that the credential does not have it, and a query for that claim is not
# satisfied; asked for the object around it, it hands out the object without the member. Any other empty value
# (false, 0, an empty text or list) counts. In JSON, and so in an SD-JWT, null is a value, and the claims path pointer
# of OpenID for Verifiable Presentations 1.0 (§7) selects by the name of a member, whatever it holds.
# Seen with dcql 3.0.0 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent dcql@3.0.0
cat > probe.mjs <<'JS'
import { DcqlQuery } from 'dcql';

const TYPE = 'https://example.com/membership';
const asked = (claims, path) => {
  const meta = { vct_values: [TYPE] };
  const query = DcqlQuery.parse({ credentials: [{ id: 'member', format: 'dc+sd-jwt', meta, claims: [{ path }] }] });
  const held = { credential_format: 'dc+sd-jwt', vct: TYPE, cryptographic_holder_binding: true, claims };
  const { can_be_satisfied: satisfied, credential_matches: matches } = DcqlQuery.query(query, [held]);
  const { valid_credentials: valid, failed_credentials: failed } = matches.member;
  const said = satisfied
    ? JSON.stringify(valid[0].claims.valid_claim_sets[0].output)
    : Object.values(failed[0].claims.failed_claims[0].issues).flat();
  console.log(`${JSON.stringify(path)} of ${JSON.stringify(claims)}: ${said}`);
};
for (const until of ['2030-01-01', false, 0, '', [], null]) asked({ until }, ['until']);
asked({ term: { from: '2026-01-01', until: null } }, ['term']);
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
["until"] of {"until":"2030-01-01"}: {"until":"2030-01-01"}
["until"] of {"until":false}: {"until":false}
["until"] of {"until":0}: {"until":0}
["until"] of {"until":""}: {"until":""}
["until"] of {"until":[]}: {"until":[]}
["until"] of {"until":null}: Expected claim 'until' to be defined
["term"] of {"term":{"from":"2026-01-01","until":null}}: {"term":{"from":"2026-01-01"}}
TEXT
diff expected.txt seen.txt
echo 'still so'
