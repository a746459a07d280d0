import { z } from 'zod';
import { issue, type Saying, says } from '#shared/protocol/saying.ts';
import { text } from '#shared/protocol/text.ts';
import { decodeMultikey } from '../../crypto/multikey.ts';
import { DidLogError } from './log-error.ts';
import { multihash } from './multihash.ts';

export const METHOD = 'did:webvh:1.0';
const DEFAULT_TTL_SECONDS = 3600;
const LIST_MAX = 32;
const TTL_MAX_SECONDS = 2 ** 31;

const unique = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .max(LIST_MAX)
    .refine((list) => new Set(list).size === list.length, issue('issue.sameItemTwice'));

const WitnessParameter = z.union([
  z.strictObject({
    threshold: z.int().min(1),
    witnesses: z
      .array(z.strictObject({ id: text(0, 128) }))
      .min(1)
      .max(LIST_MAX),
  }),
  z.strictObject({}),
]);

/**
 * The `parameters` of one entry: what it changes. Only what did:webvh 1.0 defines; `null` stands for the default
 * in logs of early implementations, and the specification asks readers to take it.
 */
export const ParameterChanges = z.strictObject({
  method: text(0, 64).optional(),
  scid: text(0, 64).optional(),
  updateKeys: unique(text(0, 128)).nullable().optional(),
  nextKeyHashes: unique(text(0, 128)).nullable().optional(),
  witness: WitnessParameter.nullable().optional(),
  watchers: unique(text(0, 512).regex(/^[a-z][a-z0-9+.-]*:/i))
    .nullable()
    .optional(),
  portable: z.boolean().optional(),
  deactivated: z.boolean().optional(),
  ttl: z.int().min(0).max(TTL_MAX_SECONDS).nullable().optional(),
});
export type ParameterChanges = z.infer<typeof ParameterChanges>;

export interface WitnessRule {
  /** How many of them must sign a version. */
  readonly threshold: number;
  /** Ed25519 Multikeys, all different. */
  readonly witnesses: readonly string[];
}

/** All parameters as they stand after an entry. */
export interface DidParameters {
  readonly method: typeof METHOD;
  readonly scid: string;
  /** Ed25519 Multikeys. */
  readonly updateKeys: readonly string[];
  readonly nextKeyHashes: readonly string[];
  readonly witness: WitnessRule | null;
  readonly watchers: readonly string[];
  readonly portable: boolean;
  readonly deactivated: boolean;
  readonly ttlSeconds: number;
}

/** What holds after an entry, from what held before it. Throws DidLogError where the entry may not say so. */
export function applyParameters(
  before: DidParameters | null,
  changes: ParameterChanges,
  entry: number,
): DidParameters {
  const refuse = (what: Saying) => new DidLogError('parameters', entry, what);
  const { method = before?.method, scid, portable } = changes;
  if (method === undefined) throw refuse(says('error.didLog.firstNamesMethod'));
  if (method !== METHOD)
    throw new DidLogError('method', entry, says('error.didLog.method', { method: METHOD }));
  if (before === null && scid === undefined) throw refuse(says('error.didLog.firstNamesScid'));
  if (before !== null && scid !== undefined) throw refuse(says('error.didLog.onlyFirstNamesScid'));
  if (before === null && (changes.updateKeys ?? []).length === 0) {
    throw refuse(says('error.didLog.firstNamesKeys'));
  }
  if (before !== null && portable === true) {
    throw refuse(says('error.didLog.portableInFirst'));
  }
  for (const key of changes.updateKeys ?? []) requireUpdateKey(key, entry);
  if (before !== null) requirePreRotation(before.nextKeyHashes, changes, entry);
  return {
    method,
    scid: before?.scid ?? scid ?? '',
    updateKeys: replaced(changes.updateKeys, before?.updateKeys, []),
    nextKeyHashes: replaced(changes.nextKeyHashes, before?.nextKeyHashes, []),
    witness: changes.witness === undefined ? (before?.witness ?? null) : witnessRule(changes.witness, entry),
    watchers: replaced(changes.watchers, before?.watchers, []),
    portable: portable ?? before?.portable ?? false,
    deactivated: changes.deactivated ?? before?.deactivated ?? false,
    ttlSeconds: replaced(changes.ttl, before?.ttlSeconds, DEFAULT_TTL_SECONDS),
  };
}

/** The keys that may sign an entry ("Authorized Keys"): its own if it is the first or was committed to. */
export function authorisedKeys(before: DidParameters | null, after: DidParameters): readonly string[] {
  return before === null || before.nextKeyHashes.length > 0 ? after.updateKeys : before.updateKeys;
}

/** Who must have witnessed an entry: the list before it, or the first list that there is. */
export function governingWitnesses(before: DidParameters | null, after: DidParameters): WitnessRule | null {
  return before?.witness ?? after.witness;
}

function replaced<T>(change: T | null | undefined, before: T | undefined, fallback: T): T {
  return change === undefined ? (before ?? fallback) : (change ?? fallback);
}

function requirePreRotation(committed: readonly string[], changes: ParameterChanges, entry: number): void {
  if (committed.length === 0) return;
  const refuse = (what: Saying) => new DidLogError('pre-rotation', entry, what);
  const { updateKeys, nextKeyHashes } = changes;
  if (updateKeys === undefined || updateKeys === null || updateKeys.length === 0) {
    throw refuse(says('error.didLog.committedKeysMissing'));
  }
  if (nextKeyHashes === undefined) throw refuse(says('error.didLog.nextKeysMissing'));
  if (!updateKeys.every((key) => committed.includes(multihash(key)))) {
    throw refuse(says('error.didLog.keyNotCommitted'));
  }
}

function requireUpdateKey(key: string, entry: number): void {
  if (!isEd25519Multikey(key)) {
    throw new DidLogError('parameters', entry, says('error.didLog.updateKey'));
  }
}

/** Witnesses are did:key DIDs; one known implementation writes the bare Multikey. Either is one and the same. */
function witnessRule(witness: z.infer<typeof WitnessParameter> | null, entry: number): WitnessRule | null {
  if (witness === null || !('witnesses' in witness)) return null;
  const refuse = (what: Saying) => new DidLogError('parameters', entry, what);
  const witnesses = witness.witnesses.map(({ id }) => id.replace(/^did:key:/, ''));
  if (!witnesses.every(isEd25519Multikey)) throw refuse(says('error.didLog.witnessKey'));
  if (new Set(witnesses).size !== witnesses.length) throw refuse(says('error.didLog.witnessTwice'));
  if (witness.threshold > witnesses.length) {
    throw refuse(
      says('error.didLog.witnessesTooFew', { threshold: witness.threshold, named: witnesses.length }),
    );
  }
  return { threshold: witness.threshold, witnesses };
}

function isEd25519Multikey(text: string): boolean {
  try {
    return decodeMultikey(text).kind === 'ed25519';
  } catch {
    return false;
  }
}
