import { z } from 'zod';
import { CycleRecord } from '#shared/contract/domain/cycle.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { CYCLE_RECORD_MAX_BYTES } from '#shared/protocol/limits.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { goThrough } from '../cognition/cycle.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const CycleFile = z.strictObject({
  format: z.literal('ghoststack-cycle'),
  digest: Digest,
  cycle: CycleRecord,
});
export type CycleFile = z.infer<typeof CycleFile>;

/** SHA-256 of the record's JCS, 64 hex digits: by this a message or a proposal names the cycle that led to it. */
export function cycleDigest(record: CycleRecord): string {
  return sha256Hex(canonicalize(record));
}

/** The text of a file with one cycle, for somebody else to go through it again. */
export function formatCycleFile(cycle: CycleRecord): string {
  const file: CycleFile = { format: 'ghoststack-cycle', digest: cycleDigest(cycle), cycle };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Throws `too-large` or `malformed` for what is no such file. Whether it is right is another question. */
export function parseCycleFile(text: string): CycleFile {
  const parsed = CycleFile.safeParse(readJson(text));
  if (!parsed.success) throw notACycle(issueSays(parsed.error.issues, 'file'));
  return parsed.data;
}

/**
 * What is wrong with a cycle that somebody shows, or null: it is gone through again, and has to come out the same to
 * the last digit. `published` is the digest that stands in a message or a proposal, if it is about one.
 */
export function faultOfCycle({ cycle, digest }: CycleFile, published: string | null): Saying | null {
  const wrong = wrongNumber(cycle);
  if (wrong) return wrong;
  const own = cycleDigest(cycle);
  if (own !== digest) return says('error.agent.cycleDigest', { said: digest, right: own });
  if (published !== null && own !== published)
    return says('error.agent.cycleOfAnother', { said: published, right: own });
  return null;
}

function wrongNumber(cycle: CycleRecord): Saying | null {
  const { scores: _s, probabilities: _p, action: _a, reward: _r, after: _n, ...cause } = cycle;
  const right = recomputed(cause);
  if (right instanceof GhostStackError) return right.says;
  for (const [field, said] of leavesOf(cycle)) {
    const should = right.get(field);
    if (!Object.is(said, should))
      return says('error.agent.cycleWrong', { field, said: String(said), right: String(should) });
  }
  return null;
}

/** What cannot be gone through is as wrong as what comes out otherwise; why it cannot be is what is wrong. */
function recomputed(cause: Parameters<typeof goThrough>[0]): Map<string, unknown> | GhostStackError {
  try {
    return leavesOf(goThrough(cause));
  } catch (error) {
    return error instanceof GhostStackError ? error : new Map();
  }
}

/** Every text and number in it, by its path: `probabilities.signal`. */
function leavesOf(value: object, before = ''): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [name, inner] of Object.entries(value)) {
    const path = before === '' ? name : `${before}.${name}`;
    if (typeof inner !== 'object' || inner === null) leaves.set(path, inner);
    else for (const [field, leaf] of leavesOf(inner, path)) leaves.set(field, leaf);
  }
  return leaves;
}

function readJson(text: string): unknown {
  try {
    return parseStrictJson(text, { maxBytes: CYCLE_RECORD_MAX_BYTES });
  } catch (error) {
    if (error instanceof GhostStackError && error.code === 'malformed') throw notACycle(error.says);
    throw error;
  }
}

function notACycle(why: Saying): GhostStackError {
  return new GhostStackError('malformed', says('error.agent.notCycleFile', { why }));
}
