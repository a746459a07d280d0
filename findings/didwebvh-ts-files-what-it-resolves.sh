#!/bin/sh
# didwebvh-ts writes every did:webvh log that it creates or resolves from a list into ./test/logs/DID.jsonl of the
# folder the process runs in, when NODE_ENV is `test`, which vitest and jest set by themselves. Reading turns into
# writing, beside the application's own tests; nobody waits for the write, and a folder that cannot be written is told
# on the console. NODE_ENV is read once, when the module is loaded.
# Seen with didwebvh-ts 2.8.0 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent didwebvh-ts@2.8.0
cat > probe.mjs <<'JS'
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createDID, MultibaseEncoding, multibaseEncode, prepareDataForSigning, resolveDIDFromLog } from 'didwebvh-ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const base58 = (bytes) => multibaseEncode(bytes, MultibaseEncoding.BASE58_BTC);
const key = base58(Buffer.concat([Buffer.from([0xed, 1]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]));
const signer = {
  getVerificationMethodId: () => `did:key:${key}#${key}`,
  sign: async ({ document, proof }) => ({
    proofValue: base58(sign(null, Buffer.from(await prepareDataForSigning(document, proof)), privateKey)),
  }),
};
const verifier = { verify: async (signature, message) => verify(null, message, publicKey, signature) };
const { log } = await createDID({
  domain: 'cell.example',
  signer,
  verifier,
  updateKeys: [key],
  verificationMethods: [{ type: 'Multikey', publicKeyMultibase: key }],
});
const written = () => (existsSync('test/logs') ? readdirSync('test/logs').length : 0);
// What a write is under way for gets its turn.
const settle = () => new Promise((done) => setImmediate(() => setImmediate(done)));
await settle();
rmSync('test', { recursive: true, force: true });
await resolveDIDFromLog(log, { verifier });
await settle();
console.log(`NODE_ENV=${process.env.NODE_ENV}: ${written()} written by resolving`);
JS
seen="$(NODE_ENV=test node probe.mjs); $(NODE_ENV=production node probe.mjs)"
echo "$seen"
[ "$seen" = 'NODE_ENV=test: 1 written by resolving; NODE_ENV=production: 0 written by resolving' ]
