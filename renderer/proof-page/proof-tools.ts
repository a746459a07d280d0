import { sha256 } from '@noble/hashes/sha2.js';
import { base58 } from '@scure/base';
import serialize from 'canonicalize';
import type { DidLogText } from '#shared/protocol/closing/member-logs.ts';
import { ENTRY_DOMAIN } from '#shared/protocol/log/entry.ts';
import type { ProofTools } from '#shared/protocol/proof/check-proof.ts';
import { verifySignature } from './signature-rule.ts';

const PLACEHOLDER = '{SCID}';

/** What the check of a proof takes of a browser: nothing but arithmetic. */
export const proofTools: ProofTools = {
  canonical,
  hash: (text) => hexOf(sha256(bytesOf(text))),
  isSigned(key, signature, text) {
    const bytes = signatureOf(signature);
    const multikey = base58.decode(key.slice(1));
    if (!bytes || multikey[0] !== 0xed || multikey[1] !== 0x01) return false;
    return verifySignature(bytes, bytesOf(`${ENTRY_DOMAIN}\n${text}`), multikey.subarray(2));
  },
  signingKey: (scid, didLog) => (isLogOf(scid, didLog) ? (updateKey(didLog.at(-1)) ?? null) : null),
  extended(scid, didLog, versions) {
    const longer = [...didLog, ...versions];
    return isLogOf(scid, longer) ? longer : null;
  },
};

function canonical(value: unknown): string {
  return serialize(value) ?? '';
}

/**
 * Whether a log is that of an identity: its SCID is the hash of the first version, and each later key is one to which
 * the version before committed. Who signed the versions the members judged who let them in.
 */
function isLogOf(scid: string, didLog: DidLogText): boolean {
  const [first] = didLog;
  if (!first) return false;
  const { proof: _, ...unsigned } = first;
  const preliminary = canonical({ ...unsigned, versionId: scid }).replaceAll(scid, PLACEHOLDER);
  if (multihash(canonical(JSON.parse(preliminary))) !== scid) return false;
  return didLog.every((version, at) => {
    const key = updateKey(version);
    const before = didLog[at - 1];
    return key !== undefined && (!before || nextKeyHashes(before).includes(multihash(key)));
  });
}

function parametersOf(version: DidLogText[number] | undefined): Record<string, unknown> {
  return Object(version?.parameters) as Record<string, unknown>;
}

function updateKey(version: DidLogText[number] | undefined): string | undefined {
  const [key] = Array.from(parametersOf(version).updateKeys as string[]);
  return key;
}

function nextKeyHashes(version: DidLogText[number]): string[] {
  return Array.from(parametersOf(version).nextKeyHashes as string[]);
}

/** base58btc of the SHA-256 multihash. */
function multihash(text: string): string {
  return base58.encode(Uint8Array.from([0x12, 0x20, ...sha256(bytesOf(text))]));
}

/** base64url without padding, in its one spelling. */
function signatureOf(text: string): Uint8Array | null {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  const again = btoa(String.fromCharCode(...bytes));
  const spelled = again.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return spelled === text ? bytes : null;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
