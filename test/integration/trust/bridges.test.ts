/** Two cells of real homes agree on a bridge, tell each other whom they trust by file, and end it; one member lies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BridgeView } from '#shared/contract/domain/bridge.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellNode } from '../../../electron/node/cell/cell-node.ts';
import { signerOf } from '../../../electron/node/log/next-entry.ts';
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { setUp } from '../../support/set-up.ts';

const LIMIT_MS = 40_000;
let folder = '';
let maple: readonly LiveMember[] = [];
let elm: readonly LiveMember[] = [];
setUp('two cells of two', {
  make: async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-bridges-'));
    maple = await liveCell(folder, ['alice', 'bob']);
    elm = await liveCell(folder, ['dave', 'erin'], { name: 'Elm Street' });
  },
  clear: async () => {
    await Promise.all([...maple, ...elm].map((member) => member.stop()));
    [maple, elm] = [[], []];
    rmSync(folder, { recursive: true, force: true });
  },
  limitMs: 60_000,
});

const cellOf = ({ node }: LiveMember): CellNode => node.cell.current as CellNode;
const trustOf = (member: LiveMember) => cellOf(member).trust.view();
const bridgesOf = (member: LiveMember): readonly BridgeView[] => trustOf(member)?.bridges ?? [];
const scidNamed = (member: LiveMember, name: string): string =>
  cellOf(member)
    .epoch()
    ?.members.find(({ alias }) => alias === name)?.scid ?? '';
const saidBy = (run: () => unknown): string => {
  try {
    run();
    return 'taken';
  } catch (thrown) {
    return thrown instanceof GhostStackError ? thrown.message : String(thrown);
  }
};

/** The first has opened it and voted; the others approve, and all know the outcome. */
async function approve([first, ...others]: readonly LiveMember[], id: string): Promise<void> {
  for (const other of others) {
    await pollUntil(() => cellOf(other).log.book.ballotsOf(id).length > 0, Boolean, LIMIT_MS);
    other.node.cell.deciding().vote(id, 'APPROVE', null);
  }
  for (const member of [first as LiveMember, ...others])
    await pollUntil(() => member.node.cell.decisions().detail(id).state === 'passed', Boolean, LIMIT_MS);
}

/** What one cell says to the other, once all of it attest it: that of a later day, if one is given. */
async function said(by: readonly LiveMember[], to: LiveMember, afterMs = 0): Promise<string> {
  const [first] = by as [LiveMember];
  const toldTo = () => bridgesOf(first).find((one) => one.cell === cellOf(to).id)?.told;
  await pollUntil(toldTo, (told) => told?.attests === by.length && told.dayMs > afterMs, LIMIT_MS);
  return first.node.cell.bridges.statement(cellOf(to).id).text;
}

/** As whoever has a member's key and does not ask its node. */
function forged(member: LiveMember, wanted: readonly (readonly [string, Record<string, unknown>])[]) {
  const { author, log } = cellOf(member);
  if (!author) throw new RangeError('a member signs');
  const head = log.ownHead() as GraphNode;
  let last: Entry = JSON.parse(log.textOf(head)).entry;
  let prev = head.hash;
  return wanted.map(([kind, body]) => {
    const entry = { ...last, seq: last.seq + 1, prev, seen: {}, at: member.node.nowMs(), kind, body };
    const signer = signerOf(author, entry.key);
    if (!signer) throw new RangeError('a member has its key');
    const signed = signEntry(signer, entry);
    [last, prev] = [signed.entry, signed.hash];
    return signed;
  });
}

function verdictOf(member: LiveMember, node: GraphNode): string {
  const verdict = cellOf(member).log.book.verdict(node);
  return verdict.valid ? 'valid' : verdict.code;
}

test('a bridge is agreed on by six words, tells by file who is known through whom, and ends', async () => {
  const [alice, bob] = maple as [LiveMember, LiveMember];
  const [dave, erin] = elm as [LiveMember, LiveMember];
  const elmCard = dave.node.cell.bridges.card();
  expect(alice.node.cell.bridges.readCard(elmCard.text)).toEqual(elmCard);
  const words = elmCard.words.join(' ');
  const propose = (card: string, typed: string) => () => alice.node.cell.bridges.propose(card, typed, 180);
  expect(saidBy(propose(elmCard.text, words.replace(/\w+$/, 'zoo')))).toMatch(
    /not the six words.*Elm Street/,
  );
  expect(saidBy(propose('{}', words))).toMatch(/no card/);
  const ownCard = alice.node.cell.bridges.card();
  expect(saidBy(propose(ownCard.text, ownCard.words.join(' ')))).toMatch(/no bridge to itself/);
  await approve(maple, alice.node.cell.bridges.propose(elmCard.text, `  ${words.toUpperCase()} `, 180));
  const mapleCard = bob.node.cell.bridges.card();
  await approve(elm, dave.node.cell.bridges.propose(mapleCard.text, mapleCard.words.join(' '), 30));
  expect(bridgesOf(bob)).toMatchObject([
    { name: 'Elm Street', members: [{ name: 'dave' }, { name: 'erin' }] },
  ]);

  // In Elm Street dave is vouched for; in Maple Street alice vouches for erin there.
  cellOf(erin).trust.endorse(scidNamed(erin, 'dave'), 1);
  const elmId = cellOf(dave).id;
  expect(saidBy(() => cellOf(alice).trust.endorse(scidNamed(alice, 'bob'), 1, elmId))).toMatch(
    /names nobody/,
  );
  cellOf(alice).trust.endorse(scidNamed(dave, 'erin'), 0.8, elmId);
  await pollUntil(() => trustOf(bob)?.outside.length === 1, Boolean, LIMIT_MS);
  expect(trustOf(bob)?.outside).toMatchObject([
    { name: 'erin', cellName: 'Elm Street', parts: [{ name: 'alice' }] },
  ]);

  // What is said is good for a week; then it is said anew.
  const early = await said(elm, alice);
  for (const member of [...maple, ...elm]) member.aheadMs += 8 * DAY_MS;
  await pollUntil(
    () => {
      // Somebody writes on the new day: nobody takes one's own clock for all.
      erin.node.cell.deciding().propose({ title: 'Rake', text: '', open: false });
      return bridgesOf(dave)[0]?.told?.dayMs !== undefined && rowsIn(dave) > 0;
    },
    Boolean,
    LIMIT_MS,
  );
  const later = await said(elm, alice, Date.now() + 6 * DAY_MS);
  const importing = (text: string) => () => bob.node.cell.bridges.import(text);
  expect(saidBy(importing('{"v":1}'))).toMatch(/not what a cell says/);
  expect(saidBy(importing(later.replace(/"texts":\["\{/, '"texts":[" {')))).toMatch(/does not hold/);
  expect(saidBy(() => dave.node.cell.bridges.import(later))).toMatch(/no bridge here/);
  expect(bob.node.cell.bridges.import(later)).toMatchObject({ name: 'Elm Street', rows: 1 });
  expect(saidBy(importing(later))).toMatch(/counts already/);
  expect(saidBy(importing(early))).toMatch(/counts already/);
  const known = await pollUntil(
    () => trustOf(alice)?.outside ?? [],
    (outside) => outside.length === 2,
    LIMIT_MS,
  );
  expect(known).toMatchObject([
    { name: 'erin', parts: [{ name: 'alice' }] },
    { name: 'dave', parts: [{ name: 'erin (Elm Street)' }] },
  ]);
  expect(trustOf(bob)?.outside).toEqual(known);

  // erin lies: what she signs leaves out what is there, replays what is older, and brings what was said to others.
  const mapleEarly = await said(maple, dave);
  dave.node.cell.bridges.import(mapleEarly);
  await pollUntil(() => bridgesOf(erin)[0]?.heard, Boolean, LIMIT_MS);
  const before = cellOf(dave).stateHash();
  const honest = cellOf(erin)
    .log.book.bridges.statements()
    .findLast(({ body }) => body.about === 'trust')?.body;
  const day = Number(honest?.day) + 1;
  const lies = forged(erin, [
    ['statement', { ...honest, day, rows: [] }],
    ['import', { texts: JSON.parse(mapleEarly).texts }],
    ['import', { texts: JSON.parse(mapleEarly).texts }],
    ['import', { texts: JSON.parse(later).texts }],
  ]);
  await cellOf(dave).log.receiveAside(
    lies.map(({ text }) => text),
    { did: erin.did, key: lies[0]?.entry.key ?? null },
  );
  const judged = lies.map(({ hash }) => verdictOf(dave, cellOf(dave).log.graph.get(hash) as GraphNode));
  expect(judged).toEqual(['content', 'valid', 'known', 'no-bridge']);
  expect(cellOf(dave).log.book.bridges.attests(lies[0]?.hash ?? '')).toEqual([]);
  // What was valid said what counts already: nothing has changed.
  expect(cellOf(dave).stateHash()).toBe(before);

  // A restart reads the same from the rows.
  await alice.stop();
  await alice.start();
  expect(trustOf(alice)?.outside).toEqual(known);

  await pollUntil(() => alice.knows(bob), Boolean, LIMIT_MS);
  await approve(maple, alice.node.cell.bridges.end(elmId));
  expect([trustOf(alice)?.outside, bridgesOf(bob)]).toEqual([[], []]);
  expect(saidBy(importing(later))).toMatch(/no bridge here/);
}, 180_000);

/** Rows of the newest that is told. */
function rowsIn(member: LiveMember): number {
  const newest = cellOf(member)
    .log.book.bridges.statements()
    .findLast(({ body }) => body.about === 'trust');
  return newest?.body.about === 'trust' ? newest.body.rows.length : 0;
}
