/** Two cells that agree on a bridge, and what goes over it. */
import { standingContent } from '#shared/protocol/bridges/standing-content.ts';
import { trustRows } from '#shared/protocol/bridges/trust-rows.ts';
import type { BridgeChange } from '#shared/protocol/closing/bridge-change.ts';
import { type Epoch, quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { dayOf } from '#shared/protocol/log/feed-bounds.ts';
import { memberKey } from '../../../electron/node/log/member-logs.ts';
import type { Played, Scenario } from './scenario.ts';
import { cellOfThree, VectorCell } from './vector-cell.ts';
import { people, STARTED_AT_MS, type VectorMember } from './vector-member.ts';

const TODAY = dayOf(STARTED_AT_MS);

function epochAt({ book, graph }: VectorMember): Epoch {
  return book.epochAt([...graph.nodes()]);
}

function bridgeTo(member: VectorMember, until: number): BridgeChange {
  const epoch = epochAt(member);
  const members = epoch.members.map(({ scid, alias, didLog }) => {
    return { scid, alias, key: memberKey(scid, didLog) ?? '' };
  });
  return {
    type: 'bridge',
    cell: member.graph.cell,
    name: epoch.name,
    q: quorumSizes(epoch).q,
    members,
    until,
  };
}

function agree(
  cell: VectorCell,
  change: BridgeChange | { type: 'unbridge'; cell: string },
  ...by: string[]
): void {
  const ballot = cell.propose(by[0] as string, { title: 'A bridge', change });
  cell.meet();
  for (const name of by) cell.vote(name, ballot, 'APPROVE');
  cell.decide(ballot, ...by);
  cell.meet();
}

function trustOf(member: VectorMember, to: VectorMember, day: number) {
  const told = { to: to.graph.cell, day };
  const ends = [...member.ahead().values()].flat();
  return { about: 'trust', ...told, rows: trustRows(member.book, ends, epochAt(member), told) };
}

function bridged(): Played {
  const cell = cellOfThree();
  const elm = new VectorCell('dave');
  elm.wait(1000);
  elm.admit('erin', 'dave');
  const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => cell.member(name)) as [
    VectorMember,
    VectorMember,
    VectorMember,
  ];
  const [dave, erin] = ['dave', 'erin'].map((name) => elm.member(name)) as [VectorMember, VectorMember];
  const notes = new Map<string, string>();
  const long = bridgeTo(dave, TODAY + 181);
  notes.set(cell.propose('alice', { change: long }), 'longer than 180 days');
  notes.set(cell.propose('alice', { change: { ...long, until: TODAY } }), 'ends today');
  notes.set(cell.propose('alice', { change: { ...bridgeTo(dave, TODAY + 90), q: 1 } }), 'half of the keys');
  notes.set(cell.propose('alice', { change: bridgeTo(alice, TODAY + 90) }), 'to the cell itself');
  notes.set(
    cell.propose('alice', { change: { type: 'unbridge', cell: elm.member('dave').graph.cell } }),
    'no bridge',
  );
  agree(cell, bridgeTo(dave, TODAY + 1), 'alice', 'bob', 'carol');
  agree(elm, bridgeTo(alice, TODAY + 90), 'dave', 'erin');
  const over = { cell: dave.graph.cell };
  const [daves, erins] = [people.dave.identity.scid, people.erin.identity.scid];

  dave.write('endorse', { member: erins, strength: 1000 });
  erin.write('endorse', {
    member: people.alice.identity.scid,
    strength: 400,
    cell: cell.member('alice').graph.cell,
  });
  elm.wait(2 * DAY_MS);
  dave.write('note', {});
  erin.write('note', {});
  elm.meet();
  const told = dave.write('statement', trustOf(dave, alice, TODAY + 2));
  elm.meet();
  const attests = [dave, erin].map((member) => member.write('attest', { statement: told.hash }));
  const texts = [told, ...attests].map(({ hash }) => elm.world.signed.get(hash)?.text ?? '');
  const [statement = '', first = ''] = texts;
  notes.set(alice.write('import', { texts }).hash, 'of a day after that until which the bridge is agreed');
  agree(cell, bridgeTo(dave, TODAY + 90), 'alice', 'bob', 'carol');

  alice.write('endorse', { member: people.bob.identity.scid, strength: 800 });
  bob.write('endorse', { member: daves, strength: 600, ...over });
  notes.set(
    bob.write('endorse', { member: people.carol.identity.scid, strength: 1, ...over }).hash,
    'not named',
  );
  notes.set(bob.write('endorse', { member: people.bob.identity.scid, strength: 1, ...over }).hash, 'itself');
  cell.meet();
  const trust = trustOf(carol, dave, TODAY);
  notes.set(carol.write('statement', { ...trust, rows: trust.rows.slice(1) }).hash, 'leaves out a row');
  notes.set(carol.write('statement', trust).hash, 'one of this day stands before it, valid or not');
  notes.set(
    alice.write('statement', { ...trust, day: TODAY + 2 }).hash,
    'two days later than it was written',
  );
  notes.set(alice.write('statement', { ...trust, to: 'f'.repeat(64) }).hash, 'no bridge to that cell');
  const said = bob.write('statement', trust);
  notes.set(said.hash, 'what follows from its past: faded to its day, not capped');
  cell.meet();
  notes.set(bob.write('attest', { statement: said.hash }).hash, 'by its own author');
  notes.set(bob.write('attest', { statement: said.hash }).hash, 'once more on the same branch');
  notes.set(alice.write('attest', { statement: bob.graph.cell }).hash, 'of what is no statement');
  cell.meet();
  const ends = [...alice.ahead().values()].flat();
  const standing = { ...standingContent(alice.book, ends, epochAt(alice)), day: TODAY };
  notes.set(alice.write('statement', standing).hash, 'about the standing');

  cell.meet();
  notes.set(alice.write('import', { texts: [statement, first] }).hash, 'attested by fewer than q');
  notes.set(alice.write('import', { texts: [...texts].reverse() }).hash, 'begins with an attest');
  notes.set(alice.write('import', { texts: [statement, first, first] }).hash, 'one author twice');
  notes.set(alice.write('import', { texts: [...texts, 'x'] }).hash, 'a text that is none');
  notes.set(alice.write('import', { texts }).hash, 'what Elm Street says, attested by q');
  notes.set(alice.write('import', { texts }).hash, 'once more on the same branch');
  notes.set(
    alice.write('endorse', { member: erins, strength: 100, ...over }).hash,
    'over the bridge in force',
  );
  cell.meet();
  return { cell, view: 'alice', notes };
}

export const BRIDGING: Readonly<Record<string, Scenario>> = {
  bridged: {
    comment:
      'Two cells agree on a bridge, each in a ballot of its own. This is the log of one of them: what it says outwards, what attests it, and what it takes over of what the other one says. Before and between, what breaks each rule.',
    base: 'three',
    play: bridged,
  },
};
