import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { followPushes } from '../../support/follow-pushes.ts';
import { pollUntil } from '../../support/poll-until.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
/** The short form is as open at once, with votes as many on their way for each of them. */
const PROPOSALS = process.env.GHOSTSTACK_LONG ? 100 : 42;
const DEADLINE_MS = 240_000;
const FINAL = new Set(['passed', 'failed', 'expired']);

let folder: string;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-hundred-'));
  homes = NAMES.map((name) => new CellHome(folder, name));
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const proposalsOf = async (home: CellHome) =>
  (await home.ask('governance.list', {})).proposals.filter(({ kind }) => kind === 'proposal');

/** Member i approves proposal k, rejects it or abstains: some pass, some do not. */
function choiceOf(member: number, proposal: number): 'APPROVE' | 'REJECT' | 'ABSTAIN' {
  if (proposal % 4 === 0) return member < 5 ? 'REJECT' : 'APPROVE';
  return member === proposal % NAMES.length ? 'ABSTAIN' : 'APPROVE';
}

test('seven nodes decide dozens of proposals that are open at once, and agree on every one', async () => {
  const alice = homes[0]!;
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await Promise.all(homes.slice(1).map((home) => home.run('init', '--name', home.name)));
  await Promise.all(homes.map((home) => home.start('--accept-joins')));
  for (const home of homes.slice(1)) {
    const { code } = await alice.act<{ code: string }>('invite');
    await home.act('join', code);
  }

  // Late to some, with its votes between those of all others.
  const windows = await Promise.all([homes[0]!, homes[6]!].map(followPushes));
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: PROPOSALS }, (_, k) =>
      homes[k % homes.length]!.ask('governance.propose', { title: `Proposal ${k}`, text: '', open: true }),
    ),
  );
  const proposedMs = performance.now();
  await Promise.all(
    homes.map(async (home, member) => {
      const known = await pollUntil(
        () => proposalsOf(home),
        (list) => list.length === PROPOSALS,
        DEADLINE_MS,
      );
      for (const { id, title } of known) {
        const choice = choiceOf(member, Number(title.split(' ')[1]));
        await home.ask('governance.vote', { id, choice, comment: null });
      }
    }),
  );
  const votedMs = performance.now();
  await pollUntil(
    () => Promise.all(homes.map(proposalsOf)),
    (lists) => lists.every((list) => list.every(({ state }) => FINAL.has(state))),
    DEADLINE_MS,
  );
  await pollUntil(
    async () => new Set((await Promise.all(homes.map((home) => home.status()))).map((one) => one.stateHash)),
    (hashes) => hashes.size === 1,
    DEADLINE_MS,
  );
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  console.log(
    `${PROPOSALS} proposals of 7 nodes: written ${seconds(proposedMs - startedMs)} s, voted on ${seconds(votedMs - proposedMs)} s, final and in one state ${seconds(performance.now() - votedMs)} s`,
  );

  const decided = (await Promise.all(homes.map(proposalsOf))).map((list) =>
    list
      .map(({ id, title, state, tally, certificate }) => ({ id, title, state, tally, certificate }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  for (const list of decided) expect(list).toEqual(decided[0]);
  const states = decided[0]!.map(({ title, state }) => [title, state]);
  expect(new Map(states as [string, string][])).toEqual(
    new Map(
      Array.from({ length: PROPOSALS }, (_, k) => [`Proposal ${k}`, k % 4 === 0 ? 'failed' : 'passed']),
    ),
  );
  for (const [at, window] of windows.entries()) {
    const { proposals, proposalCounts, trust } = await homes[at * 6]!.ask('state.snapshot', {
      stateHash: false,
    });
    await pollUntil(
      () => window.held(),
      (held) => isDeepStrictEqual([held.proposals, held.trust], [proposals, trust]),
    );
    expect(window.held().proposalCounts).toEqual(proposalCounts);
    expect(window.ofRows()).toBeGreaterThan(10);
    window.close();
  }
});
