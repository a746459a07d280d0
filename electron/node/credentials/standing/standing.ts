/**
 * The standing of a cell, as it travels outwards: the text of an entry `statement`, then the texts of the entries
 * `attest` by which members say that it is right. Whoever holds it needs nothing else of the cell's log.
 */
import { AttestBody, StandingBody } from '#shared/protocol/credentials/standing-body.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256 } from '../../crypto/hash.ts';
import { spokenWords } from '../../crypto/spoken-words.ts';
import { type CheckedEntry, parseEntry } from '../../log/signed-entry.ts';
import { refused } from '../refusal.ts';
import { reading } from '../sd-jwt/index.ts';

export interface Standing extends StandingBody {
  readonly cell: string;
  /** Of the statement's entry. */
  readonly hash: string;
}

/** Who says that it is right, by a signature that holds. */
export interface Attester {
  readonly scid: string;
  readonly key: string;
}

export interface AttestedStanding {
  readonly standing: Standing;
  readonly attesters: readonly Attester[];
}

export const STANDINGS_MAX = 8;

/** One after the other: each statement with the attests that follow it. Throws `standing-invalid`. */
export function readStandings(texts: readonly string[]): AttestedStanding[] {
  const groups: { standing: Standing; attests: CheckedEntry[] }[] = [];
  for (const text of texts) {
    const read = readText(text);
    if (read.entry.kind === 'statement') {
      if (groups.length >= STANDINGS_MAX)
        throw invalid('error.credential.standingsMany', { limit: STANDINGS_MAX });
      groups.push({ standing: standingOf(read), attests: [] });
    } else {
      const group = groups.at(-1);
      if (group === undefined) throw invalid('error.credential.standingOrder');
      group.attests.push(read);
    }
  }
  return groups.map(({ standing, attests }) => ({ standing, attesters: attestersOf(standing, attests) }));
}

function readText(text: string): CheckedEntry {
  try {
    return reading(() => parseEntry(text));
  } catch {
    throw invalid('error.credential.standingText');
  }
}

function standingOf({ entry, hash }: CheckedEntry): Standing {
  const body = StandingBody.safeParse(entry.body);
  if (body.success) return { ...body.data, cell: entry.cell, hash };
  throw invalid('error.credential.standingForm', { what: issueSays(body.error.issues) });
}

function attestersOf({ hash, cell }: Standing, attests: readonly CheckedEntry[]): Attester[] {
  const attesters = new Map<string, Attester>();
  for (const { entry } of attests) {
    const body = AttestBody.safeParse(entry.body);
    const isOfIt =
      entry.kind === 'attest' && entry.cell === cell && body.success && body.data.statement === hash;
    if (!isOfIt || attesters.has(entry.author)) throw invalid('error.credential.standingAttest');
    attesters.set(entry.author, { scid: entry.author, key: entry.key });
  }
  return [...attesters.values()];
}

/** How many of these members attest, each under the key that is named here. */
export function attestsOf(
  attesters: readonly Attester[],
  { members }: Pick<StandingBody, 'members'>,
): number {
  return attesters.filter(({ scid, key }) => members.some((one) => one.scid === scid && one.key === key))
    .length;
}

/** Six words, 66 bits, by which two people see that both have the same cell before them. */
export function standingWords({ cell, q, members }: Pick<Standing, 'cell' | 'q' | 'members'>): string[] {
  const of = { cell, q, members: members.map(({ scid, key }) => ({ scid, key })) };
  return spokenWords(sha256(Buffer.from(`ghoststack/standing-words/v1\n${canonicalize(of)}`, 'utf8')), 6);
}

/** The end of its day: what it says is at most so old. */
export function standingTimeMs({ day }: Pick<StandingBody, 'day'>): number {
  return day * DAY_MS;
}

function invalid(...[key, params]: Tail<Parameters<typeof refused>>) {
  return refused('standing-invalid', key, params);
}

type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;
