#!/bin/sh
# @sd-jwt/core issues the value null for a claim that can be disclosed alone and is called as a member of every
# JavaScript object is (constructor, toString, valueOf): it looks up what it packed by name in a plain object, finds
# the function that is inherited there, and writes that as JSON. Nothing is thrown, the signature holds, and holder and
# verifier read null; the same claim, kept visible, is lost altogether.
# RFC 9901 allows any name but _sd and `...`.
# Seen with @sd-jwt/core 0.19.0 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @sd-jwt/core@0.19.0
cat > probe.mjs <<'JS'
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const sdJwt = new SDJwtInstance({
  signAlg: 'EdDSA',
  signer: (data) => sign(null, Buffer.from(data), privateKey).toString('base64url'),
  verifier: (data, signature) => verify(null, Buffer.from(data), publicKey, Buffer.from(signature, 'base64url')),
  hasher: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  hashAlg: 'sha-256',
  saltGenerator: () => randomBytes(16).toString('base64url'),
});
const read = async (frame) => {
  const issued = await sdJwt.issue({ role: 'relay', constructor: 'ACME Bridges' }, frame);
  const { payload } = await sdJwt.verify(issued);
  return Object.hasOwn(payload, 'constructor') ? JSON.stringify(payload.constructor) : 'missing';
};
const seen = `concealed: ${await read({ _sd: ['constructor'] })}, visible: ${await read({ _sd: ['role'] })}`;
console.log(seen);
process.exit(seen === 'concealed: null, visible: missing' ? 0 : 1);
JS
node probe.mjs
