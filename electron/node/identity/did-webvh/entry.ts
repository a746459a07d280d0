import { z } from 'zod';
import { text } from '#shared/protocol/text.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import type { JsonObject } from '../data-integrity.ts';
import { multihash } from './multihash.ts';
import type { ParameterChanges } from './parameters.ts';

/** Stands where the SCID will be, while the SCID is computed. */
export const SCID_PLACEHOLDER = '{SCID}';

/**
 * One proof, of the members that did:webvh uses. `expires`, `previousProof` and the like would change what the
 * proof means: a log that has them is refused rather than misread.
 */
export const EntryProof = z.strictObject({
  id: text(0, 256).optional(),
  type: text(0, 64),
  cryptosuite: text(0, 64),
  created: text(0, 40).optional(),
  verificationMethod: text(0, 256),
  proofPurpose: text(0, 64),
  proofValue: text(0, 128),
});
export type EntryProof = z.infer<typeof EntryProof>;

const PROOFS_MAX = 8;

/** One line of a log, as far as its outer shape goes. */
export const LogEntryShape = z.strictObject({
  versionId: text(0, 80),
  versionTime: text(0, 40),
  parameters: z.looseObject({}),
  state: z.looseObject({ id: z.string(), alsoKnownAs: z.array(z.string()).optional() }),
  proof: z.array(EntryProof).min(1).max(PROOFS_MAX),
});

export interface DidLogEntry {
  /** `<number>-<entry hash>` */
  readonly versionId: string;
  readonly versionTime: string;
  readonly parameters: ParameterChanges;
  /** The DID document of this version. */
  readonly state: DidWebvhDocument;
  readonly proof: readonly EntryProof[];
}

export interface DidWebvhDocument extends JsonObject {
  readonly id: string;
  readonly alsoKnownAs?: readonly string[];
}

export type UnsignedEntry = Omit<DidLogEntry, 'proof'>;

/** "Generate Entry Hash": over the entry with the versionId of its predecessor, or the SCID if it is the first. */
export function entryHash(entry: UnsignedEntry, predecessor: string): string {
  return multihash(canonicalize({ ...entry, versionId: predecessor }));
}

/** "Generate SCID": over the first entry with the placeholder in every place of the SCID. */
export function scidOfPreliminary(entry: UnsignedEntry): string {
  return multihash(canonicalize(entry));
}

/** The whole entry with one text in place of another, wherever it stands ("treat as a string"). */
export function withText(entry: UnsignedEntry, search: string, replacement: string): UnsignedEntry {
  return JSON.parse(JSON.stringify(entry).replaceAll(search, replacement)) as UnsignedEntry;
}

export function withoutProof(entry: DidLogEntry): UnsignedEntry {
  const { proof: _, ...unsigned } = entry;
  return unsigned;
}
