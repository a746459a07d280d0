/** A cell of three in which carol's key has just been changed. */
import { DAY_MS } from '#shared/protocol/limits.ts';
import { meet } from './closing-cell.ts';
import { scid } from './feed-writer.ts';
import { certify, type KeyedMember, keyedCell, rekey } from './keyed-cell.ts';

type Three = [KeyedMember, KeyedMember, KeyedMember];
/** alice, bob and carol. */
export const three = () => keyedCell('alice', 'bob', 'carol') as Three;
export const CAROL = scid('carol');

/** carol's key is changed on her own machine; `thief` has the former one, and knows nothing of it. */
export function rotated() {
  const [alice, bob, old] = three();
  old.write('note', { before: 'all' });
  meet([alice, bob, old]);
  const thief = old.as(1);
  certify([alice, bob, old], rekey('carol', 1, 1));
  const carol = old.as(2);
  return { alice, bob, carol, thief };
}

/** carol's machine is lost, and found by a `thief`; `carol` is the new one. */
export function recovered() {
  const [alice, bob, old] = three();
  old.write('note', { before: 'all' });
  meet([alice, bob, old]);
  const thief = old.as(1);
  const before = alice.draftOf('Drafted before');
  const open = alice.write('open', alice.opening(before, undefined, 90 * DAY_MS)).hash;
  certify([alice, bob], rekey('carol', 1, 2, true));
  const carol = old.as(3, { lost: true });
  carol.syncFrom(alice);
  return { alice, bob, carol, thief, open };
}
