/** Members who change their keys, thieves who have them, machines that are lost. */
import { deal } from './dealings.ts';
import { plainLife } from './life-templates.ts';
import type { Mischief, SimEvent } from './scenario.ts';
import type { Draft, Templates } from './scenario-draft.ts';
import { EPOCH_MS } from './surroundings.ts';

type By = 'device' | 'words';

/** No version can be dated later. */
const END_OF_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59);

export const KEYS = {
  // Keys change by and by, while everything goes on.
  rotations: (draft) => {
    const { random } = draft;
    plainLife(draft, random.between(1, 2));
    for (let i = random.between(1, 4); i > 0; i -= 1) rotation(draft, draft.who(), draft.at(0, 0.8));
    if (random.chance(0.5)) draft.votes(draft.propose({ atMs: draft.at(0.6, 0.9) }), { from: 0.6 });
  },
  // Some are away while it happens, and come back to a cell that they do not know.
  'away for long': (draft) => {
    const { random } = draft;
    const away = random.some(draft.names, Math.max(1, draft.n - draft.q));
    const outMs = random.between(20, 400);
    for (const who of away) draft.add({ do: 'crash', atMs: outMs, who, forMs: draft.chaosMs });
    const [key] = plainLife(draft, 1);
    if (key) draft.votes(key, { from: 0.5 });
    const present = draft.names.filter((name) => !away.includes(name));
    for (let i = random.between(1, 3); i > 0; i -= 1) {
      const who = random.pick(present);
      rotation(draft, who, outMs + random.int(Math.round(draft.chaosMs * 0.6)));
    }
    // One of them has its own on the way.
    if (random.chance(0.4)) rotation(draft, random.pick(away), outMs - 15);
  },
  // The home is copied with its keys, run or used for forging; its owner comes with the words, itself or through another.
  'stolen keys': (draft) => {
    const { random } = draft;
    const who = draft.who();
    const stolenMs = draft.at(0, 0.3);
    steal(draft, who, { atMs: stolenMs, unlocked: true });
    plainLife(draft, random.between(1, 2));
    forging(draft, `${who}!`, stolenMs);
    if (random.chance(0.4)) anew(draft, who, draft.at(0.3, 0.7));
    else if (random.chance(0.3)) rescue(draft, who, who, draft.at(0.3, 0.8), false);
    else rotation(draft, who, draft.at(0.3, 0.6), 'words');
    for (let i = 0; i < 2; i += 1) deal(draft, random.pick([who, `${who}!`]), 0.3);
    draft.votes(draft.propose({ atMs: draft.at(0.7, 0.95) }), {
      from: 0.7,
      names: [...draft.names, `${who}!`],
    });
  },
  // Both have the key, and each means to be the one who changes it.
  race: (draft) => {
    const { random } = draft;
    const who = draft.who();
    const thief = `${who}!`;
    const stolenMs = random.between(0, 200);
    steal(draft, who, { atMs: stolenMs, unlocked: true });
    const atMs = stolenMs + random.between(50, 900);
    const others = draft.names.filter((name) => name !== who);
    // Whoever is asked by the thief approves, or most do.
    const fooled = random.some(others, random.int(others.length + 1));
    const thiefMs = atMs + random.between(-40, 200);
    const key = `K${++draft.proposals}`;
    const aheadMs = random.chance(0.3) ? END_OF_TIME_MS - EPOCH_MS - thiefMs : 0;
    draft.add({ do: 'rekey', atMs: thiefMs, who: thief, key, by: 'device', aheadMs });
    for (const name of fooled) draft.add({ do: 'vouch', atMs: 0, who: name, whom: thief });
    if (random.chance(0.5)) rotation(draft, who, atMs, random.pick(['device', 'words']));
    if (random.chance(0.5)) anew(draft, who, atMs + random.between(0, 1000));
    else rescue(draft, who, who, atMs + random.between(0, 1500), false);
    forging(draft, thief, stolenMs);
    plainLife(draft, 1);
  },
  // A copy without its keys; with the words that makes a member.
  'copy without keys': (draft) => {
    const { random } = draft;
    const who = draft.who();
    steal(draft, who, { atMs: draft.at(0, 0.3), unlocked: false });
    plainLife(draft, random.between(1, 2));
    if (random.chance(0.6)) draft.add({ do: 'leak', atMs: draft.at(0.2, 0.4), who });
    fool(draft, `${who}!`, draft.at(0.3, 0.6));
    if (random.chance(0.7)) anew(draft, who, draft.at(0.3, 0.7));
  },
  // Words that somebody else has read, and no copy.
  leak: (draft) => {
    const { random } = draft;
    const who = draft.who();
    draft.add({ do: 'leak', atMs: draft.at(0, 0.2), who });
    fool(draft, `${who}!`, draft.at(0.1, 0.6));
    plainLife(draft, 1);
    // The owner has changed them before, or comes too late, or both go on and on.
    if (random.chance(0.5)) rotation(draft, who, draft.at(0, 0.5), 'words', true);
    if (random.chance(0.7)) anew(draft, who, draft.at(0.2, 0.7));
    draft.votes(draft.propose({ atMs: draft.at(0.6, 0.9) }), {
      from: 0.6,
      names: [...draft.names, `${who}!`],
    });
  },
  // Nothing is left of a machine but words; sometimes it turns up again, or a thief has had a copy.
  'lost machine': (draft) => {
    const { random } = draft;
    const who = draft.who();
    plainLife(draft, random.between(1, 2));
    for (let i = 0; i < 2; i += 1) deal(draft, who, 0);
    if (random.chance(0.3)) rotation(draft, who, draft.at(0, 0.3));
    if (random.chance(0.25)) {
      steal(draft, who, { atMs: draft.at(0, 0.3), unlocked: true });
      forging(draft, `${who}!`, draft.at(0.3, 0.4));
    }
    const lostMs = draft.at(0.2, 0.6);
    draft.add({ do: 'lose', atMs: lostMs, who });
    anew(draft, who, lostMs);
    if (random.chance(0.4)) draft.add({ do: 'found', atMs: draft.at(0.5, 1), who });
    const again = draft.propose({ atMs: draft.at(0.6, 0.95) });
    draft.votes(again, { from: 0.6, names: [...draft.names, `${who}+`] });
    for (let i = 0; i < 2; i += 1) deal(draft, `${who}+`, 0.5);
    if (random.chance(0.3)) {
      draft.add({ do: 'backup', atMs: draft.at(0.5, 0.8), who: `${who}+` });
      draft.add({
        do: 'restore',
        atMs: draft.at(0.8),
        who: `${who}+`,
        override: random.chance(0.6),
        elsewhere: true,
      });
    }
  },
  // From before the key was changed; the copy may hold the key that came next.
  'old backup': (draft) => {
    const { random } = draft;
    const who = draft.who();
    const backupMs = draft.at(0, 0.2);
    draft.add({ do: 'backup', atMs: backupMs, who });
    const keptBack = random.chance(0.4);
    rotation(draft, who, backupMs + random.between(20, 300), random.pick<By>(['device', 'device', 'words']));
    // What it signed first under its new key only some have seen.
    if (keptBack) draft.add({ do: 'withhold', atMs: backupMs + random.between(400, 900), who, forMs: 3000 });
    plainLife(draft, random.between(1, 2));
    const restoreMs = backupMs + random.between(400, 2500);
    const elsewhere = random.chance(0.6);
    draft.add({ do: 'restore', atMs: restoreMs, who, override: random.chance(0.7), elsewhere });
    if (random.chance(0.6)) anew(draft, who, restoreMs + random.between(100, 1000));
    draft.votes(draft.propose({ atMs: draft.at(0.6, 0.9) }), { from: 0.6 });
  },
  // Two changes of the cell at once: whose key, or who is there at all.
  'changes at once': (draft) => {
    const { random } = draft;
    const [who, other] = random.some(draft.names, 2) as [string, string];
    const atMs = draft.at(0, 0.4);
    rotation(draft, who, atMs);
    const change = random.pick([
      { type: 'remove', name: other },
      { type: 'remove', name: who },
      { type: 'admit', name: 'irene' },
      { type: 'rules', f: 0 },
    ] as const);
    const key = draft.propose({ who: other, atMs: atMs + random.between(-30, 60), change, deadlineMs: 200 });
    draft.add({ do: 'follow', atMs: atMs + 1, who: other, key }, { do: 'join', atMs: 0, who: 'irene' });
    draft.votes(key, { from: atMs / draft.chaosMs, choice: 'APPROVE' });
    if (random.chance(0.5)) rotation(draft, draft.who(), atMs + random.int(100));
    if (random.chance(0.4)) {
      const back = draft.propose({ atMs: draft.at(0.6, 0.8), change: { type: 'admit', name: who } });
      draft.votes(back, { from: 0.6, choice: 'APPROVE' });
    }
    plainLife(draft, 1);
  },
} satisfies Templates;

/** A member changes its key, and the others approve what it has said to be its own. */
function rotation(draft: Draft, who: string, atMs: number, by?: By, renew?: boolean): void {
  const { random } = draft;
  const key = `K${++draft.proposals}`;
  const chosen = by ?? random.pick<By>(['device', 'words']);
  draft.add({
    do: 'rekey',
    atMs,
    who,
    key,
    by: chosen,
    renew: renew ?? (chosen === 'words' && random.chance(0.3)),
  });
  for (const name of draft.names)
    if (name !== who && random.chance(0.95)) draft.add({ do: 'vouch', atMs: 0, who: name, whom: who });
}

/** Its operator begins in a fresh home, with the words; what the old one does meanwhile is in other hands, or none. */
function anew(draft: Draft, who: string, atMs: number): void {
  draft.add({ do: 'machine', atMs: atMs + draft.random.int(300), who });
  rescue(draft, who, `${who}+`, atMs + draft.random.between(300, 1500), true);
}

/** All others vouch for it, and one of them, or two, let it back. */
function rescue(draft: Draft, who: string, whom: string, atMs: number, lost: boolean): void {
  const { random } = draft;
  const others = draft.names.filter((name) => name !== who);
  const renew = random.chance(0.3);
  for (const name of random.some(others, random.chance(0.8) ? 1 : 2))
    draft.add({ do: 'let-back', atMs: atMs + random.int(50), who: name, whom, by: 'words', lost, renew });
  for (const name of others) draft.add({ do: 'vouch', atMs, who: name, whom });
}

/** A thief finds somebody who lets it back, and some who vouch for it. */
function fool(draft: Draft, whom: string, atMs: number): void {
  const { random } = draft;
  const others = draft.names.filter((name) => !whom.startsWith(name));
  const [who, ...more] = random.shuffled(others);
  if (!who) return;
  const [lost, renew] = [random.chance(0.5), random.chance(0.5)];
  draft.add({ do: 'let-back', atMs, who, whom, by: 'words', lost, renew });
  for (const name of more) if (random.chance(0.7)) draft.add({ do: 'vouch', atMs, who: name, whom });
}

function steal(draft: Draft, who: string, { atMs, unlocked }: { atMs: number; unlocked: boolean }): void {
  draft.add({ do: 'steal', atMs, who, unlocked, runs: draft.random.chance(0.4) });
}

/** What it can sign beside its owner, now and after its key was changed. */
function forging(draft: Draft, who: string, fromMs: number): void {
  const { random } = draft;
  for (let i = random.between(0, 10); i > 0; i -= 1) {
    const what = random.weighted<Mischief>([
      ['vote', 4],
      ['close', 4],
      ['sign', 4],
      ['confirm', 4],
      ['spread', 3],
      ['transfer', 2],
      ['restored', 2],
      ['branches', 1],
    ]);
    const atMs = fromMs + random.int(Math.round(draft.chaosMs * random.pick([1, 1, 1.4])));
    const event: SimEvent = { do: 'mischief', atMs, who, what, salt: random.int(1_000_000) };
    draft.add({ ...event, toOne: random.chance(0.3) });
  }
}
