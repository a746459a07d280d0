/** The tree of all that a member issued and that counts, of which a standing names the root. */
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { Hash } from '../log/entry.ts';
import { inclusionPath, leafHash, merkleRoot, rootOfPath } from './merkle-tree.ts';

/** An entry `issue`, as far as it counts. */
export interface Issue {
  /** Its place in the status list. */
  readonly index: number;
  /** SHA-256 of the whole form's JCS, and of the issuer-signed JWT: hex. */
  readonly digests: readonly [string, string];
}

/** Where an issue stands, for who knows the root alone. `other` is the digest of the form that is not shown. */
export const IssuedPath = z.strictObject({
  size: z.int().min(1).max(65_536),
  leaf: z.int().min(0).max(65_535),
  other: Hash,
  path: z.array(Hash).max(17),
});
export type IssuedPath = z.infer<typeof IssuedPath>;

/** By index as a number, then as text. */
function leavesOf(issues: readonly Issue[]): string[] {
  return issues
    .toSorted((a, b) => a.index - b.index || (leafText(a) < leafText(b) ? -1 : 1))
    .map((issue) => leafText(issue));
}

function leafText({ index, digests }: Issue): string {
  return `${index}:${digests[0]}:${digests[1]}`;
}

function hashOfLeaf(text: string): Uint8Array {
  return leafHash(utf8ToBytes(text));
}

/** Hex; of nothing it is SHA-256 of nothing. */
export function issuedRoot(issues: readonly Issue[]): string {
  return bytesToHex(merkleRoot(leavesOf(issues).map(hashOfLeaf)));
}

/** @param form which of the two the holder shows */
export function issuedPath(
  issues: readonly Issue[],
  issue: Issue,
  form: 'whole' | 'sd-jwt',
): IssuedPath | null {
  const leaves = leavesOf(issues);
  const leaf = leaves.indexOf(leafText(issue));
  if (leaf === -1) return null;
  return {
    size: leaves.length,
    leaf,
    other: issue.digests[form === 'whole' ? 1 : 0],
    path: inclusionPath(leaves.map(hashOfLeaf), leaf).map((one) => bytesToHex(one)),
  };
}

/** The root to which the path of this form leads, hex; null where it leads nowhere. Nothing in it is believed. */
export function rootOfIssue(
  { form, index, digest }: { form: 'whole' | 'sd-jwt'; index: number; digest: string },
  { size, leaf, other, path }: IssuedPath,
): string | null {
  const text = leafText({ index, digests: form === 'whole' ? [digest, other] : [other, digest] });
  const hashes = path.map((one) => hexToBytes(one));
  const root = rootOfPath(hashOfLeaf(text), { index: leaf, size, path: hashes });
  return root === null ? null : bytesToHex(root);
}
