import { encodeMultikey } from '../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import { signEntry } from '../../electron/node/identity/did-webvh/create-log.ts';
import {
  type DidLogEntry,
  SCID_PLACEHOLDER,
  scidOfPreliminary,
  withText,
} from '../../electron/node/identity/did-webvh/entry.ts';
import {
  createDidLog,
  type DidLogRule,
  nextKeyHash,
  verifyDidLog,
} from '../../electron/node/identity/did-webvh/index.ts';

export const START_MS = Date.parse('2026-11-23T10:00:00Z');

/** Keys that are the same in every run. */
export const key = (number: number) => SigningKey.fromSeed(new Uint8Array(32).fill(number));
export const multikey = (number: number) => encodeMultikey('ed25519', key(number).publicKey);
export const sealing = (number: number) => key(number).sealing.publicKey;
export const commitTo = (...numbers: number[]) => numbers.map((number) => nextKeyHash(key(number).publicKey));

/** Key 1 makes it; keys 2 (device) and 3 (recovery words) may go on. */
export function memberLog() {
  return createDidLog({
    signingKey: key(1),
    sealingPublicKey: sealing(1),
    nextKeyHashes: commitTo(2, 3),
    nowMs: START_MS,
  });
}

/** A log that ties nobody's hands: no pre-rotation, so that one rule at a time can be broken. */
export function plainLog(options: { portable?: boolean } = {}) {
  return createDidLog({
    signingKey: key(1),
    sealingPublicKey: sealing(1),
    nextKeyHashes: [],
    nowMs: START_MS,
    portable: options.portable ?? true,
  });
}

type Draft = { -readonly [K in keyof Omit<DidLogEntry, 'proof'>]: Record<string, unknown> & DidLogEntry[K] };

/** A first entry with any content, whose SCID, hash and signature are nevertheless right. */
export function forgeFirst(change: (draft: Draft) => void, signer = key(1)): DidLogEntry[] {
  const [entry] = plainLog().log as [DidLogEntry];
  const { proof: _, ...unsigned } = entry;
  const scid = entry.parameters.scid ?? '';
  const draft = { ...withText(unsigned, scid, SCID_PLACEHOLDER), versionId: SCID_PLACEHOLDER };
  change(draft as unknown as Draft);
  const forgedScid = scidOfPreliminary(draft);
  return [signEntry(withText(draft, SCID_PLACEHOLDER, forgedScid), 1, forgedScid, signer)];
}

/** One more entry with any content, whose hash and signature are nevertheless right. */
export function forgeNext(
  log: readonly DidLogEntry[],
  change: (draft: Draft) => void,
  signer = key(1),
): DidLogEntry[] {
  const before = log.at(-1)!;
  const draft = {
    versionId: before.versionId,
    versionTime: new Date(Date.parse(before.versionTime) + 1000).toISOString(),
    parameters: {},
    state: structuredClone(before.state),
  };
  change(draft as unknown as Draft);
  return [...log, signEntry(draft, log.length + 1, before.versionId, signer)];
}

/** The rule and the entry for which a log is refused; null if it is accepted. */
export function refusal(
  log: unknown,
  options?: Parameters<typeof verifyDidLog>[1],
): readonly [DidLogRule, number | null] | null {
  const result = verifyDidLog(log, options);
  return result.ok ? null : [result.error.rule, result.error.entry];
}
