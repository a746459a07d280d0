import { compareCausally, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { readEntry, withoutSignature } from '../../../electron/node/log/read-entry.ts';
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import { cellOfTwo } from './vector-cell.ts';
import { people } from './vector-member.ts';

/** What becomes of the lines of `cells/two.jsonl` when some of them are others. */
export interface VouchingVector {
  readonly comment: string;
  readonly base: 'two';
  readonly sets: readonly VouchingSet[];
}

interface VouchingSet {
  readonly note: string;
  /** Number of a line, from 1 -> the text in its place. */
  readonly instead: Readonly<Record<string, string>>;
  /** Texts beside those. */
  readonly besides: readonly string[];
  /** Numbers of the lines whose entries get no place. */
  readonly missing: readonly number[];
}

/** The rule of vouching over sets of texts; every order of a set gives the same. */
export function vouchingVector(): VouchingVector {
  const cell = cellOfTwo();
  const nodes = [...cell.member('alice').graph.nodes()].sort(compareCausally);
  const lines = nodes.map(({ hash }) => cell.world.signed.get(hash)?.text ?? '');
  const feed = (name: 'alice' | 'bob'): number[] =>
    nodes.flatMap(({ entry }, at) => (entry.author === people[name].identity.scid ? [at] : []));
  const [alices, bobs] = [feed('alice'), feed('bob')];
  const of = (list: readonly number[], at: number): number => list.at(at) ?? 0;
  const stripped = (at: number): string => withoutSignature(readEntry(lines[at] ?? '')).text;
  const spoiled = (at: number): string => {
    const { signature, text } = readEntry(lines[at] ?? '');
    return text.replace(String(signature), `${signature?.startsWith('A') ? 'B' : 'A'}${signature?.slice(1)}`);
  };
  const instead = (change: (at: number) => string, ...indexes: readonly number[]): Record<string, string> =>
    Object.fromEntries(indexes.map((at) => [at + 1, change(at)]));
  /** All that has one of these in its past. */
  const without = (...indexes: readonly number[]): number[] => {
    const gone = new Set<GraphNode>(indexes.flatMap((at) => nodes[at] ?? []));
    for (const node of nodes) if (node.parents.some((parent) => gone.has(parent))) gone.add(node);
    return [...nodes.keys()].filter((at) => gone.has(nodes[at] as GraphNode)).map((at) => at + 1);
  };
  const after = (at: number, key: 'alice' | 'bob'): string => {
    const { hash, entry } = nodes[at] as GraphNode;
    const named = encodeMultikey('ed25519', people[key].key.publicKey);
    const following = {
      ...entry,
      prev: hash,
      seq: entry.seq + 2,
      seen: {},
      kind: 'note',
      body: {},
      key: named,
    };
    return signEntry(people[key].key, following).text;
  };
  const last = of(alices, -1);
  const sets: VouchingSet[] = [
    {
      note: 'the last of each feed is signed',
      instead: instead(stripped, ...alices.slice(0, -1), ...bobs.slice(0, -1)),
      besides: [],
      missing: [],
    },
    {
      note: 'two signatures within a feed are changed',
      instead: instead(spoiled, of(alices, 1), of(alices, 2)),
      besides: [],
      missing: [],
    },
    {
      note: 'the last of a feed came without its signature',
      instead: instead(stripped, last),
      besides: [],
      missing: without(last),
    },
    {
      note: 'the last two came without: the one before vouches for nothing that follows it',
      instead: instead(stripped, last, of(alices, -2)),
      besides: [],
      missing: without(of(alices, -2)),
    },
    {
      note: 'the same, and the last comes once more, with its signature',
      instead: instead(stripped, last, of(alices, -2)),
      besides: [lines[last] ?? ''],
      missing: [],
    },
    {
      note: 'what follows the last, under another key, vouches for nothing',
      instead: instead(stripped, last),
      besides: [after(last, 'bob')],
      missing: without(last),
    },
    {
      note: 'what follows the last has no place itself (place), and vouches all the same',
      instead: instead(spoiled, last),
      besides: [after(last, 'alice')],
      missing: [],
    },
  ];
  const comment =
    'An entry is authentic if its own signature holds, or if an authentic entry of the same author and key has it as prev.';
  return { comment, base: 'two', sets };
}
