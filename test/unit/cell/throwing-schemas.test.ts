import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ENTRY_DOMAIN, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { KINDS, type KindName, kindOf } from '#shared/protocol/state/kinds.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { signJson } from '../../../electron/node/crypto/signed-json.ts';
import { CellLife } from '../../fuzz/cell-life.ts';
import { Tally } from '../../fuzz/tally.ts';

/** Of a restored entry there is no verdict on the body. */
const NAMES = (Object.keys(KINDS) as KindName[]).filter((kind) => kind !== 'restored');

let life: CellLife;
let state = '';

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'ghoststack-throwing-'));
  vi.stubEnv('GHOSTSTACK_STATE_DIR', state);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  life = await CellLife.begin();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterAll(async () => {
  await life.end();
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true, force: true });
});

/** Whoever asks this schema something is thrown at, from the so-manieth time on. */
function throws(kind: KindName, call = 1): () => number {
  const schema = kindOf(kind).body;
  let calls = 0;
  for (const method of ['parse', 'safeParse'] as const) {
    const real = schema[method].bind(schema);
    vi.spyOn(schema, method).mockImplementation(((body: unknown) => {
      calls += 1;
      if (calls >= call) throw new RangeError('this schema throws');
      return real(body);
    }) as never);
  }
  return () => calls;
}

/** An entry of this kind by bob, that only the node gets. */
function ofBob(kind: KindName): string {
  const { graph } = life.cell.log;
  const { identity, key } = life.bob;
  const head = graph.heads(identity.scid).at(-1) ?? null;
  const model = [...graph.nodes()].find(({ entry }) => entry.kind === kind);
  const entry = {
    v: 1,
    cell: life.cell.id,
    author: identity.scid,
    gen: head?.entry.gen ?? 0,
    seq: head ? head.entry.seq + 1 : 0,
    prev: head?.hash ?? ZERO_HASH,
    seen: seenSince(graph, identity.scid, head),
    at: Date.now(),
    kind,
    body: model?.entry.body ?? {},
    key: head?.entry.key,
  };
  return canonicalize({ entry, signature: signJson(key, ENTRY_DOMAIN, entry) });
}

async function expectViews(): Promise<void> {
  const tally = new Tally('views');
  await life.readEverything(tally, null);
  expect(tally.faults).toEqual([]);
}

// Whoever founds or enters is judged by its place.
describe.each(NAMES.filter((kind) => kind !== 'found' && kind !== 'enter'))(
  'a schema of %s that throws',
  (kind) => {
    // To judge it, to file it, and whatever else may come.
    it.each([1, 2, 3])('at look %i leaves nothing behind, on disk or in memory', async (look) => {
      const before = life.cell.stateHash();
      const size = life.cell.log.graph.size;
      const text = ofBob(kind);
      const calls = throws(kind, look);
      const { applied, refused } = life.cell.log.receive([text]);
      const thrown = calls() >= look;
      vi.restoreAllMocks();
      expect([applied.length, refused.length]).toEqual(thrown ? [0, 1] : [1, 0]);
      if (!thrown) return;
      expect(refused[0] && inEnglish(refused[0].says)).toContain('this schema throws');
      expect(life.cell.log.graph.size).toBe(size);
      expect(life.cell.stateHash()).toBe(before);
      expect(life.cell.log.append('note', { kind, look }).hash).toBeTruthy();
      await expectViews();
    });
  },
);

it('an entry whose words cannot be found is shown all the same, with all others on its page', async () => {
  life.meet();
  vi.spyOn(life.cell.log.book, 'ballot').mockImplementation(() => {
    throw new RangeError('no words for this');
  });
  const page = { before: null, limit: 500, author: null };
  const answer = await life.call('log.page', page);
  expect(answer.ok && (answer.value as { receipts: unknown[] }).receipts).toHaveLength(
    life.cell.log.graph.size,
  );
});

describe.each(NAMES)('a node that is started when the schema of %s throws', (kind) => {
  it('runs, shows what it has, and gets what it set aside again', async () => {
    life.meet();
    const before = life.cell.stateHash();
    await life.stop();
    throws(kind);
    await life.start();
    expect(life.node.phase).toBe('running');
    const tally = new Tally('views');
    await life.readEverything(tally, null);
    // What is exported and checked asks the same schema.
    expect(tally.faults.filter((fault) => !fault.includes('log.'))).toEqual([]);
    vi.restoreAllMocks();
    await life.stop();
    await life.start();
    life.meet();
    expect(life.cell.stateHash()).toBe(before);
    if (life.cell.signingBarred()) life.node.cell.resumeSigning();
    await expectViews();
  });
});
