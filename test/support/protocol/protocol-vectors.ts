/**
 * Makes test/vectors/protocol (all but trust.json), which its README describes. Written anew, after a change of the
 * protocol, by
 *   node test/support/protocol/protocol-vectors.ts --write
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { compareCausally, type EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { replay } from '../../../electron/node/log/replay.ts';
import { BRANCHING } from './branching-scenarios.ts';
import { BRIDGING } from './bridging-scenarios.ts';
import { carryingVector } from './carrying-vector.ts';
import { credentialVector } from './credential-vector.ts';
import { DECIDING } from './deciding-scenarios.ts';
import { EDGES } from './edge-scenario.ts';
import { exportVector } from './export-vector.ts';
import { filesVector } from './files-vector.ts';
import { FORKING } from './forking-scenarios.ts';
import { INVALID } from './invalid-scenario.ts';
import { ISSUING } from './issuing-scenarios.ts';
import { keyVector } from './key-vector.ts';
import { MEMBERSHIP } from './membership-scenarios.ts';
import { messageVector } from './message-vector.ts';
import { outcomeOf } from './outcome.ts';
import { papersVector } from './papers-vector.ts';
import { disputedCell, proofOf, textOfProof } from './proven-cell.ts';
import { recoveryVector } from './recovery-vector.ts';
import { refusedVector } from './refused-vector.ts';
import { REKEYING } from './rekeying-scenarios.ts';
import { SCARRED } from './scar-scenario.ts';
import type { RefusedEntry, Scenario } from './scenario.ts';
import { PEOPLE, people, rekeysOf } from './vector-member.ts';
import { vouchingVector } from './vouching-vector.ts';

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...DECIDING,
  ...MEMBERSHIP,
  ...FORKING,
  ...REKEYING,
  ...BRIDGING,
  ...SCARRED,
  ...ISSUING,
  ...BRANCHING,
  ...INVALID,
  ...EDGES,
};

export interface EntryVector {
  readonly hash: string;
  /** Of an entry that counts for nothing: of the first rule that it breaks. */
  readonly invalid?: string;
  readonly note?: string;
}

/** What follows from the entries of `<name>.jsonl`, after those of the base. */
export interface CellVector {
  readonly comment: string;
  readonly base: string | null;
  readonly cell: string;
  /** In the order of the lines. */
  readonly entries: readonly EntryVector[];
  readonly expected: ReturnType<typeof outcomeOf>;
  readonly refused?: readonly RefusedEntry[];
}

export function judged(book: CellBook, hash: string): EntryVector {
  const verdict = book.verdict(book.graph.get(hash) as GraphNode);
  return verdict.valid ? { hash } : { hash, invalid: verdict.code };
}

function cellVector({ comment, base, play }: Scenario): { vector: CellVector; lines: readonly string[] } {
  const { cell, view, notes, refused } = play();
  const { graph } = cell.member(view);
  const before = base === null ? [] : hashesOf(base);
  const hashes = canonical(graph).filter((hash) => !before.includes(hash));
  const lineOf = (hash: string): string => cell.world.signed.get(hash)?.text ?? '';
  const lines = hashes.map(lineOf);
  const book = replay(graph.cell, [...before.map(lineOf), ...lines], 1, authoriseEntry);
  const entries = hashes.map((hash): EntryVector => {
    const note = notes?.get(hash);
    return { ...judged(book, hash), ...(note ? { note } : {}) };
  });
  const expected = outcomeOf(book, before);
  const vector = { comment, base, cell: graph.cell, entries, expected, ...(refused ? { refused } : {}) };
  return { vector, lines };
}

/** All before this scenario, causes first. */
function hashesOf(name: string): string[] {
  const { base, play } = SCENARIOS[name] as Scenario;
  const { cell, view } = play();
  const before = base === null ? [] : hashesOf(base);
  return [...before, ...canonical(cell.member(view).graph).filter((hash) => !before.includes(hash))];
}

function canonical(graph: EntryGraph): string[] {
  return [...graph.nodes()].sort(compareCausally).map(({ hash }) => hash);
}

function membersVector() {
  return PEOPLE.map((name) => {
    const { key, identity } = people[name];
    const { device, words } = rekeysOf(name);
    return {
      name,
      ...pairOf(key),
      scid: identity.scid,
      did: identity.did,
      later: [
        { by: 'device', ...pairOf(device.key) },
        { by: 'words', ...pairOf(words.key) },
      ],
    };
  });
}

function pairOf(key: SigningKey): { readonly seed: string; readonly key: string } {
  return {
    seed: Buffer.from(key.exportSeed()).toString('hex'),
    key: encodeMultikey('ed25519', key.publicKey),
  };
}

/** A vote against, a key that was changed before, and what is beside it left out. */
function decisionVector(): string {
  const { cell, ballot } = disputedCell(2);
  return textOfProof(proofOf(cell, ballot));
}

const SHORT = 160;

/** JSON with a line for each thing, down to a depth, unless it is short. */
function pretty(value: unknown, depth: number, indent = ''): string {
  const short = JSON.stringify(value);
  if (depth === 0 || typeof value !== 'object' || value === null || short.length <= SHORT) return short;
  const inner = `${indent} `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((member) => `${inner}${pretty(member, depth - 1, inner)}`)
    : Object.entries(value).map(
        ([key, member]) => `${inner}${JSON.stringify(key)}: ${pretty(member, depth - 1, inner)}`,
      );
  const [open, close] = isList ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

/** File name, relative to test/vectors/protocol -> text. */
export function protocolVectors(): Map<string, string> {
  const files = new Map<string, string>();
  const add = (name: string, value: unknown): void => {
    files.set(name, `${pretty(value, 3)}\n`);
  };
  add('members.json', membersVector());
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    const { vector, lines } = cellVector(scenario);
    add(`cells/${name}.json`, vector);
    files.set(`cells/${name}.jsonl`, lines.map((line) => `${line}\n`).join(''));
  }
  add('refused.json', refusedVector());
  add('vouching.json', vouchingVector());
  add('carrying.json', carryingVector());
  add('messages.json', messageVector());
  add('files.json', filesVector());
  add('recovery.json', recoveryVector());
  add('key.json', keyVector());
  add('credentials.json', credentialVector());
  add('papers.json', papersVector());
  files.set('export.jsonl', exportVector());
  files.set('decision.json', decisionVector());
  return files;
}

if (process.argv.includes('--write') && import.meta.filename === process.argv[1]) {
  const folder = new URL('../../vectors/protocol/', import.meta.url);
  mkdirSync(new URL('cells/', folder), { recursive: true });
  for (const [name, text] of protocolVectors()) writeFileSync(new URL(name, folder), text);
}
