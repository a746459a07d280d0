#!/bin/sh
# @auth0/cose brings a JWK that may sign or verify back from COSE with each of these operations twice (`sign`, `sign`),
# which RFC 7517 §4.3 forbids, and WebCrypto refuses the key. COSE has two numbers (sign, and create a MAC) for what a
# JWK calls `sign`: on the way in, also of an elliptic curve key, both are written, and on the way out each becomes the
# same word. Other operations come back as they were.
# Seen with @auth0/cose 1.0.2 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @auth0/cose@1.0.2 cbor2@2.3.0
cat > probe.mjs <<'JS'
import { generateKeyPairSync, subtle } from 'node:crypto';
import { COSEKey } from '@auth0/cose';
import { decode } from 'cbor2';

const KEY_OPS = 4;
const curve = { namedCurve: 'P-256' };
const { privateKey, publicKey } = generateKeyPairSync('ec', curve);
const tried = async (jwk, name, use) => {
  try {
    await subtle.importKey('jwk', jwk, { name, ...curve }, true, use);
    return 'taken';
  } catch (error) {
    return `refused (${error.message})`;
  }
};
const roundTrip = async (key, algorithm, use) => {
  const jwk = { ...key.export({ format: 'jwk' }), key_ops: use };
  const bytes = COSEKey.fromJWK(jwk).encode();
  const back = COSEKey.import(bytes).toJWK();
  console.log(`${use} -> ${decode(Uint8Array.from(bytes)).get(KEY_OPS)} -> ${back.key_ops}`);
  console.log(`  before: ${await tried(jwk, algorithm, use)}, after: ${await tried(back, algorithm, use)}`);
};
await roundTrip(privateKey, 'ECDSA', ['sign']);
await roundTrip(publicKey, 'ECDSA', ['verify']);
await roundTrip(privateKey, 'ECDH', ['deriveKey', 'deriveBits']);
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
sign -> 1,9 -> sign,sign
  before: taken, after: refused (Duplicate key operation)
verify -> 2,10 -> verify,verify
  before: taken, after: refused (Duplicate key operation)
deriveKey,deriveBits -> 7,8 -> deriveKey,deriveBits
  before: taken, after: taken
TEXT
diff expected.txt seen.txt
echo 'still so'
