/**
 * Entries of members with anything in them, signed with their true keys: parsed, judged, stored, shown in every view,
 * and read again by a node that starts with them.
 */

import { ENTRY_DOMAIN, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { signJson } from '../../electron/node/crypto/signed-json.ts';
import type { LocalMember } from '../../electron/node/tutorial/local-member.ts';
import { CellLife } from './cell-life.ts';
import { mutateBytes, mutateValue, oddValue } from './mutate.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

const PER_LIFE = 250;

export async function fuzzEntries(random: Random, runs: number, tally: Tally): Promise<void> {
  for (let left = runs; left > 0; left -= PER_LIFE) {
    const life = await CellLife.begin();
    try {
      const taken: string[] = [];
      for (let run = 0; run < Math.min(left, PER_LIFE); run += 1) {
        tally.runs += 1;
        taken.push(...receive(life, random, tally));
      }
      await judgeLife(life, taken, tally);
    } finally {
      await life.end();
    }
  }
}

/** The views, a restart, the views again: equal, and without a failure inside. */
async function judgeLife(life: CellLife, taken: readonly string[], tally: Tally): Promise<void> {
  try {
    await life.readEverything(tally, taken.slice(-20));
    const before = life.cell.stateHash();
    await life.stop();
    await life.start();
    if (life.cell.stateHash() !== before)
      tally.fault('restart', 'the state is another one', taken.slice(-20));
    await life.readEverything(tally, taken.slice(-20));
    tally.count('restarts');
    life.node.cell.deciding().propose({ title: 'We go on', text: '', open: true });
    tally.count('went on');
  } catch (thrown) {
    tally.fault('restart and views', thrown, taken);
  }
}

function receive(life: CellLife, random: Random, tally: Tally): string[] {
  const text = mutant(life, random);
  try {
    const { applied, refused } = life.cell.log.receive([text]);
    tally.count(applied.length > 0 ? 'applied' : refused.length > 0 ? 'refused' : 'waiting');
    for (const node of applied) if (!life.cell.log.book.verdict(node).valid) tally.count('invalid');
    return applied.length > 0 ? [text] : [];
  } catch (thrown) {
    tally.fault('receive', thrown, text);
    return [];
  }
}

function mutant(life: CellLife, random: Random): string {
  const nodes = [...life.cell.log.graph.nodes()];
  const model = random.pick(nodes);
  if (random.chance(0.1)) {
    const bytes = mutateBytes(random, Buffer.from(life.cell.log.textOf(model), 'utf8'));
    return Buffer.from(bytes).toString('utf8');
  }
  const author = random.pick(life.members);
  const hashes = [...nodes.map(({ hash }) => hash), ...life.members.map(({ identity }) => identity.scid)];
  const { kind, body } = model.entry;
  const entry = {
    ...next(life, author),
    kind: random.chance(0.05) ? random.pick(['restored', 'proof', 'note', 'did', 'found']) : kind,
    body: random.chance(0.2) ? body : mutateValue(random, body, hashes),
  };
  return signed(author, random.chance(0.25) ? mutateValue(random, entry, hashes) : entry, random);
}

/** What the member's next entry would be, after all that the node holds. */
function next(life: CellLife, { identity }: LocalMember): Record<string, unknown> {
  const { graph } = life.cell.log;
  const head = graph.heads(identity.scid).at(-1) ?? null;
  return {
    v: 1,
    cell: life.cell.id,
    author: identity.scid,
    gen: head?.entry.gen ?? 0,
    seq: head ? head.entry.seq + 1 : 0,
    prev: head?.hash ?? ZERO_HASH,
    seen: seenSince(graph, identity.scid, head),
    at: Date.now(),
    key: head?.entry.key,
  };
}

function signed({ key }: LocalMember, entry: unknown, random: Random): string {
  try {
    return canonicalize({ entry, signature: signJson(key, ENTRY_DOMAIN, entry) });
  } catch {
    // What cannot be signed is sent all the same.
    return JSON.stringify({ entry, signature: oddValue(random) ?? '' });
  }
}
