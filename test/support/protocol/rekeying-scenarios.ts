/** Members whose keys change, and whose machines are lost. */
import type { Change } from '#shared/protocol/closing/bodies.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import type { Played, Scenario } from './scenario.ts';
import { cellOfThree, type VectorCell } from './vector-cell.ts';
import { people, type Rekeying, rekeysOf } from './vector-member.ts';

const CAROL = people.carol.identity.scid;

function rekey({ versions }: Pick<Rekeying, 'versions'>, lost: boolean, scid = CAROL): Change {
  return { type: 'rekey', scid, versions: versions.map((version) => ({ ...version })), lost };
}

function decide(cell: VectorCell, change: Change, title: string, ...by: readonly string[]): void {
  const ballot = cell.propose('alice', { title, change });
  cell.meet(...by);
  for (const name of by) cell.vote(name, ballot, 'APPROVE');
  cell.decide(ballot, ...by);
}

function byDevice(): Played {
  const cell = cellOfThree();
  const { device, words } = rekeysOf('carol');
  const notes = new Map<string, string>();
  const open = (change: Change, note: string): void => {
    notes.set(cell.propose('alice', { title: 'Change a key', change }), note);
  };
  open(rekey(device, true), 'a device cannot say that its machine is lost');
  open(rekey({ versions: words.versions.slice(0, 1) }, false), 'a version by the words is never the last');
  open(rekey({ versions: words.versions.slice(1) }, false), 'does not follow the log that the cell has');
  open(rekey(device, false, people.dave.identity.scid), 'dave is no member');
  const thief = cell.put('thief', cell.member('carol').copy());
  decide(cell, rekey(device, false), 'Change the key of carol', 'alice', 'bob', 'carol');
  cell.put('carol', cell.member('carol').withKey(device.key));
  notes.set(thief.write('note', {}).hash, 'under the former key, and without the certificate in its past');
  cell.meet('carol', 'thief');
  notes.set(
    cell.member('carol').write('note', {}).hash,
    'names an end of its own author, of a lower version',
  );
  cell.meet('alice', 'bob', 'carol');
  const drafted = cell.propose('alice');
  cell.meet('alice', 'bob', 'carol');
  const end = cell.member('carol').head?.hash ?? ZERO_HASH;
  const formerKey = cell.member('carol').draft('note', {}).entry;
  decide(cell, { type: 'remove', scid: CAROL, end }, 'Remove carol', 'alice', 'bob');
  thief.syncFrom(cell.member('alice'));
  notes.set(cell.vote('thief', drafted, 'REJECT'), 'by the key that carol had before this was drafted');
  cell.meet('alice', 'bob', 'thief');
  const { key } = people.carol;
  const text = signEntry(key, { ...formerKey, key: thief.next('note', {}).key }).text;
  const note = 'has the certificate of the new key in its past, and is signed with the former one';
  return { cell, view: 'alice', notes, refused: [{ note, code: 'key', text }] };
}

function lost(): Played {
  const cell = cellOfThree();
  const { words } = rekeysOf('carol');
  const thief = cell.put('thief', cell.member('carol').copy());
  const before = cell.propose('alice', { title: 'Drafted before' });
  cell.meet('alice', 'bob', 'thief');
  decide(cell, rekey(words, true), 'Let carol back in', 'alice', 'bob');
  const machine = cell.put(
    'carol',
    cell.member('alice') && cell.member('carol').withKey(words.key, { lost: true }),
  );
  machine.syncFrom(cell.member('alice'));
  machine.head = null;
  const notes = new Map<string, string>();
  const late = thief.write('transfer', { to: people.bob.identity.scid, amount: 50 });
  notes.set(late.hash, 'by the lost machine: valid, and counts for nothing');
  const restored = machine.next('restored', { end: ZERO_HASH });
  const refused = (
    [
      ['the first entry after the loss begins no other generation than the base', { gen: restored.gen + 1 }],
      ['nor is it of another kind', { kind: 'note' }],
    ] as const
  ).map(([note, change]) => ({
    note,
    code: 'place' as const,
    text: signEntry(words.key, { ...restored, ...change }).text,
  }));
  notes.set(machine.write('restored', { end: restored.prev }).hash, 'at the one place that there is for it');
  cell.meet('alice', 'bob', 'carol');
  const ballot = cell.propose('bob', { title: 'Drafted after' });
  cell.meet('alice', 'bob', 'carol');
  notes.set(cell.member('carol').write('close', { ballot: before }).hash, 'restored since this was drafted');
  for (const name of ['alice', 'carol']) cell.vote(name, ballot, 'APPROVE');
  cell.decide(ballot, 'alice', 'carol');
  cell.meet('alice', 'bob', 'carol');
  cell.member('alice').syncFrom(thief);
  return { cell, view: 'alice', notes, refused };
}

export const REKEYING: Readonly<Record<string, Scenario>> = {
  rekeyed: {
    comment:
      'carol changes her key on her own machine. Whoever took the former one goes on under it, and her next entry cites what it wrote. Then she is removed; whoever has the former key cannot vote in what was drafted while the cell knew a later one. Before, opens with versions that do not fit.',
    base: 'three',
    play: byDevice,
  },
  lost: {
    comment:
      "carol's machine is lost; with her recovery words she comes back as the same member. There is one place for the first entry of the new machine; it takes part in what is drafted from then on, and what the lost one still writes counts for nothing.",
    base: 'three',
    play: lost,
  },
};
