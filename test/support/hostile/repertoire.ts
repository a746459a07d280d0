/** All that a hostile member of this suite knows to do, to be done in turn. */
import { ROUND_MAX } from '#shared/protocol/limits.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import type { CellHome } from '../cell/cell-home.ts';
import { memberDidLog } from '../cell/member-did-log.ts';
import { someHash, someScid } from '../memory-log.ts';
import {
  branchOff,
  floodOfBallots,
  floodOfLargeEntries,
  junkThatWaits,
  largeJunkThatWaits,
  oddBodies,
  openAndWithdraw,
  openChange,
  removeByWorstRules,
  signFarAhead,
  voteTwice,
  writeAsSomebodyElse,
} from './attacks.ts';
import type { HostileMember } from './hostile-member.ts';
import type { SideDoor } from './side-door.ts';

export interface Act {
  readonly name: string;
  readonly run: (victim: CellHome, turn: number) => void | Promise<void>;
}

/** Somebody whom nobody knows, with a true identity. */
function newcomer(): { readonly scid: string; readonly didLog: unknown } {
  const signingKey = SigningKey.generate();
  const log = memberDidLog(signingKey, Date.now());
  return { scid: readMemberIdentity(log).scid, didLog: log };
}

/** On entries: what they say, in whose name, of whom they wait, and how many. */
export function actsOnTheLog(hostile: HostileMember): readonly Act[] {
  const admit = (alias: string): void => openChange(hostile, { type: 'admit', alias, ...newcomer() });
  return [
    { name: 'odd bodies', run: (_, turn) => oddBodies(hostile, 10, turn) },
    { name: 'rows of others', run: ({ name }) => writeAsSomebodyElse(hostile, name) },
    { name: 'junk that waits', run: ({ name }) => junkThatWaits(hostile, name, 60) },
    { name: 'large junk that waits', run: () => largeJunkThatWaits(hostile, 5) },
    { name: 'many ballots', run: () => floodOfBallots(hostile, 3) },
    { name: 'many ballots withdrawn at once', run: () => floodOfBallots(hostile, 3, true) },
    { name: 'worst rules', run: ({ name }) => removeByWorstRules(hostile, name) },
    {
      name: 'a change in each epoch',
      run: () => openChange(hostile, { type: 'rules', rules: hostile.epoch.rules }),
    },
    { name: 'a change withdrawn at once', run: () => void openAndWithdraw(hostile) },
    { name: 'a namesake', run: ({ name }) => admit(name.toUpperCase()) },
    { name: 'a newcomer of her own', run: (_, turn) => admit(`friend ${turn}`) },
    { name: 'two votes at one place', run: () => voteTwice(hostile) },
    { name: 'a far round', run: () => void signFarAhead(hostile, ROUND_MAX) },
    { name: 'large entries', run: () => floodOfLargeEntries(hostile, 1) },
    {
      name: 'what is no entry',
      run: () => {
        for (const text of ['{}', '[]', '{"entry":{"v":1},"signature":""}', '\u0000']) hostile.sendText(text);
      },
    },
  ];
}

/** On branches of her own feed, after which not all that she writes is heard. */
export function actsOnBranches(hostile: HostileMember): readonly Act[] {
  let gen = 100;
  const from = (): string => hostile.head?.entry.prev ?? '';
  return [
    { name: 'a branch', run: () => branchOff(hostile, from(), hostile.head?.entry.gen ?? 0) },
    {
      name: 'a branch in another generation',
      run: () => {
        gen += 1;
        branchOff(hostile, from(), gen);
      },
    },
  ];
}

/** On the wire: hellos and what may follow them. Nothing of it bars anybody from signing. */
export function actsOnTheWire(hostile: HostileMember, door: SideDoor): readonly Act[] {
  const nobody = (at: number): string => someScid(`nobody ${at}`);
  const manyTips = Object.fromEntries(
    Array.from({ length: 200 }, (_, at) => [nobody(at), someHash(`tip ${at}`)]),
  );
  const ends = Array.from({ length: 64 }, (_, at) => someHash(`end ${at}`));
  const hints = Array.from({ length: 16 }, (_, at) => ({
    did: `did:key:z6Mk${at}`,
    addresses: ['/ip4/127.0.0.1/tcp/9', '/ip4/192.0.2.1/tcp/80', '/dns4/example.org/tcp/443'],
  }));
  const say = (victim: CellHome, over: Record<string, unknown>, ...more: object[]) =>
    door.say(victim, [door.hello(over), ...more]);
  return [
    { name: 'tips of nobody', run: (victim) => say(victim, { tips: manyTips }) },
    { name: 'ends of her feed', run: (victim) => say(victim, { tips: { [hostile.scid]: ends } }) },
    { name: 'another cell', run: (victim) => say(victim, { cell: someHash('another cell') }) },
    { name: 'another version', run: (victim) => say(victim, { versions: [99] }) },
    { name: 'a clock far ahead', run: (victim) => say(victim, { clock: Number.MAX_SAFE_INTEGER }) },
    {
      name: 'hints',
      run: (victim) =>
        say(victim, {}, ...Array.from({ length: 20 }, () => ({ type: 'where', members: hints }))),
    },
  ];
}
