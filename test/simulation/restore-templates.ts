/** Homes that go back to an older state, and homes that are found again. */
import { deal } from './dealings.ts';
import { plainLife } from './life-templates.ts';
import type { Draft, Templates } from './scenario-draft.ts';

export const RESTORE = {
  restored: (draft) => {
    plainLife(draft);
    for (const who of draft.random.some(draft.names, draft.random.chance(0.3) ? 2 : 1)) {
      let backupMs = draft.at(0, 0.6);
      draft.add({ do: 'backup', atMs: backupMs, who });
      for (let times = draft.random.pick([1, 1, 1, 2, 3]); times > 0; times -= 1) {
        const restoreMs = backupMs + draft.random.between(10, 2500);
        if (draft.random.chance(0.5)) draft.add({ do: 'backup', atMs: backupMs, who });
        const elsewhere = draft.random.chance(0.3);
        draft.add({ do: 'restore', atMs: restoreMs, who, override: draft.random.chance(0.6), elsewhere });
        backupMs = restoreMs + draft.random.int(800);
      }
    }
    draft.votes(draft.propose({ atMs: draft.at(0.6, 0.9) }), { from: 0.6 });
  },
  'old home': (draft) => {
    plainLife(draft);
    const who = draft.who();
    const backupMs = draft.at(0, 0.4);
    const restoreMs = backupMs + draft.random.between(10, 1000);
    draft.add({ do: 'backup', atMs: backupMs, who });
    const override = draft.random.chance(0.8);
    const heedless = draft.random.chance(0.6);
    draft.add({ do: 'restore', atMs: restoreMs, who, override, elsewhere: true });
    draft.add({ do: 'old-home', atMs: restoreMs + draft.random.between(0, 1500), who, heedless });
    const key = draft.propose({ atMs: draft.at(0.5, 0.9) });
    draft.votes(key, { from: 0.5, names: [...draft.names, `${who}**`] });
    // Of the next epoch all know that this home has ended; it goes on, and proposes.
    const f = draft.random.pick([0, null]);
    draft.votes(draft.propose({ atMs: restoreMs + 100, change: { type: 'rules', f } }), {
      choice: 'APPROVE',
    });
    draft.votes(draft.propose({ atMs: restoreMs + 900, change: { type: 'rules', f } }), {
      choice: 'APPROVE',
    });
    for (let i = 0; i < 4; i += 1) deal(draft, `${who}**`, 0.5);
    for (let i = 0; i < 2; i += 1)
      draft.votes(draft.propose({ who: `${who}**`, atMs: draft.at(0.5, 0.9) }), { from: 0.5, turnout: 0.6 });
  },
  // Just enough to decide are restored from before they decided, and meet those who were not there.
  forgotten: (draft) => {
    const { random } = draft;
    const { forgetful, keepers, others } = halves(draft);
    draft.propose({ atMs: 0, deadlineMs: 100, who: random.pick([...keepers, ...forgetful]) });
    for (const who of forgetful) draft.add({ do: 'backup', atMs: random.between(60, 110), who });
    const lostMs = random.between(400, 1200);
    draft.add({ do: 'split', atMs: 120, groups: [[...keepers, ...forgetful], others] });
    for (const who of keepers) draft.add({ do: 'crash', atMs: lostMs, who, forMs: draft.chaosMs });
    for (const who of forgetful)
      draft.add({ do: 'restore', atMs: lostMs + 1, who, override: random.chance(0.9) });
    draft.add({ do: 'heal', atMs: lostMs + 50 });
  },
  // Lost homes are found again, and decide together with one half what the restored ones decide with the other.
  generations: (draft) => {
    const { random } = draft;
    const { forgetful, keepers, others } = halves(draft);
    for (const who of forgetful) {
      draft.add(
        { do: 'backup', atMs: 0, who },
        { do: 'restore', atMs: 10, who, override: true, elsewhere: true },
        { do: 'old-home', atMs: random.between(20, 100), who, heedless: true },
      );
    }
    draft.propose({ atMs: 400, deadlineMs: 300, who: random.pick(keepers) });
    const old = forgetful.map((who) => `${who}**`);
    const splitMs = random.between(500, 900);
    draft.split(
      [
        [...keepers, ...forgetful],
        [...others, ...old],
      ],
      splitMs,
      draft.chaosMs + 1000,
    );
    draft.chaosMs += 1500;
  },
  // One opens its draft twice: for those who forget that they have closed the first, and for those who never knew it.
  'opened for two': (draft) => {
    const { random } = draft;
    const { forgetful: both, keepers, others } = halves(draft);
    const [who, ...forgetful] = both as [string, ...string[]];
    draft.add({ do: 'draft', atMs: 0, who, key: 'T1' }, { do: 'twin', atMs: 60, who });
    for (const name of forgetful) draft.add({ do: 'backup', atMs: 70, who: name });
    draft.add({
      do: 'split',
      atMs: 80,
      groups: [
        [who, ...forgetful, ...keepers],
        [`${who}*`, ...others],
      ],
    });
    draft.open('T1', who, 90);
    const lostMs = random.between(500, 1300);
    for (const name of forgetful) draft.add({ do: 'restore', atMs: lostMs, who: name, override: true });
    draft.add({
      do: 'split',
      atMs: lostMs + 10,
      groups: [
        [who, ...keepers],
        [`${who}*`, ...forgetful, ...others],
      ],
    });
    draft.open('T1', `${who}*`, lostMs + random.between(200, 500));
    draft.chaosMs = Math.max(draft.chaosMs, lostMs + 1800);
    draft.add({ do: 'heal', atMs: draft.chaosMs });
  },
  pairs: (draft) => {
    plainLife(draft, 2);
    const who = draft.who();
    const backupMs = draft.at(0, 0.6);
    draft.add({ do: 'backup', atMs: backupMs, who });
    draft.add({ do: 'restore', atMs: backupMs + draft.random.between(10, 2500), who, override: true });
  },
} satisfies Templates;

/** 2q - n members with whom either half of the others is enough. */
function halves(draft: Draft): { forgetful: string[]; keepers: string[]; others: string[] } {
  const needed = 2 * draft.q - draft.n;
  const names = draft.random.shuffled(draft.names);
  const rest = names.slice(needed);
  const half = Math.ceil(rest.length / 2);
  return { forgetful: names.slice(0, needed), keepers: rest.slice(0, half), others: rest.slice(half) };
}
