/** Homes with real nodes in one cell whose founder has chosen short times, and what shows that such a cell is well. */
import { expect } from 'vitest';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { CellRules } from '#shared/protocol/closing/bodies.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { CellStore, foundCell } from '../../../electron/node/cell/cell-store.ts';
import { ownMark } from '../../../electron/node/cell/own-feed/own-mark.ts';
import { LogStore } from '../../../electron/node/log/log-store.ts';
import { stateFolder } from '../../../electron/node/store/state-folder.ts';
import type { CellHome } from '../cell/cell-home.ts';
import { pollUntil } from '../poll-until.ts';
import { openOperator } from './open-operator.ts';

/** A ballot that not all vote in is decided after three seconds or so; a busy machine has time to bring all votes in. */
export const QUICK = { deadlineMs: 2500, graceMs: 200, turnMs: 1000 } as const;

/** All nodes run and are members; the first has founded the cell. */
export async function quickCell(
  homes: readonly CellHome[],
  rules: Partial<CellRules> = {},
  start = (home: CellHome) => home.start('--accept-joins'),
): Promise<void> {
  await Promise.all(homes.map((home) => home.run('init', '--name', home.name)));
  const [founder, ...others] = homes as [CellHome, ...CellHome[]];
  await foundQuickly(founder, rules);
  await Promise.all(homes.map(start));
  for (const home of others) {
    const { code } = await founder.act<{ code: string }>('invite');
    await home.act('join', code);
  }
  const names = homes.map(({ name }) => name);
  for (const home of homes) await namesIn(home, names);
}

/** Founds with times that no form offers. */
async function foundQuickly(home: CellHome, chosen: Partial<CellRules>): Promise<void> {
  const { key, identity, store, close } = await openOperator(home);
  const signed = (hash: string) =>
    ownMark(store, stateFolder(home.home), hash, identity.scid).write({ gen: 0, hash });
  const rules = { deadlineMinMs: 0, ...QUICK, ...chosen };
  const founding = {
    name: 'Maple Street',
    alias: home.name,
    identity,
    key,
    nowMs: Date.now(),
    signed,
    rules,
  };
  foundCell(new CellStore(store), new LogStore(store), founding);
  close();
}

export function snapshot(home: CellHome): Promise<Snapshot> {
  return home.ask('state.snapshot', {});
}

/** Waits until the members that a home shows are these. */
export async function namesIn(home: CellHome, names: readonly string[]): Promise<void> {
  await pollUntil(
    async () => (await snapshot(home)).cell?.members.map(({ name }) => name).sort() ?? [],
    (shown) => shown.join() === [...names].sort().join(),
    30_000,
  );
}

/** Waits until a proposal has this outcome at each of them. */
export async function decided(homes: readonly CellHome[], id: string, state = 'passed'): Promise<void> {
  for (const home of homes) {
    await pollUntil(
      async () => (await snapshot(home)).proposals.find((proposal) => proposal.id === id)?.state,
      (shown) => shown === state,
      30_000,
    );
  }
}

let count = 0;

const TRIES = 3;

/**
 * A fresh proposal, on which all of them vote: they can sign, hear each other, and decide. On a busy machine a vote may
 * come after these short deadlines; then they decide on another one.
 */
export async function decide(homes: readonly CellHome[]): Promise<void> {
  const [first] = homes as [CellHome];
  for (let tries = 1; ; tries += 1) {
    count += 1;
    const title = `Fresh ${count}`;
    const { id } = await first.ask('governance.propose', { title, text: '', open: true });
    const late = await approve(homes, id).then(() => null, tooLate);
    if (late === null) return decided(homes, id);
    if (tries === TRIES) throw late;
  }
}

/** The failure of a vote that came when its member had closed, or all had; throws every other one. */
function tooLate(thrown: unknown): Error {
  const ends = [
    says('error.cell.closedWithoutVote'),
    says('error.cell.proposalDecided', { state: 'expired' }),
  ].map(inEnglish);
  if (thrown instanceof Error && ends.some((end) => thrown.message.endsWith(end))) return thrown;
  throw thrown;
}

export async function approve(homes: readonly CellHome[], id: string): Promise<void> {
  const vote = async (home: CellHome): Promise<void> => {
    await pollUntil(
      async () => (await snapshot(home)).proposals.find((proposal) => proposal.id === id)?.state,
      (state) => state !== undefined && state !== 'draft',
      30_000,
    );
    await home.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
  };
  await Promise.all(homes.map(vote));
}

/** A message from the first to each other one. */
export async function deliver(homes: readonly CellHome[]): Promise<void> {
  const [first, ...others] = homes as [CellHome, ...CellHome[]];
  const from = (await snapshot(first)).me?.did ?? '';
  count += 1;
  const text = `message ${count}`;
  for (const other of others) {
    await first.ask('messages.send', { to: (await snapshot(other)).me?.did ?? '', text });
    await pollUntil(
      () => other.ask('messages.list', { thread: from, before: null, limit: 50 }),
      ({ messages }) => messages.some((message) => message.text === text),
      30_000,
    );
  }
}

export interface Wellness {
  /** Who is in the cell, those who are not asked among them. */
  readonly names: readonly string[];
  /** One that is stopped and started. */
  readonly restart?: CellHome;
  /** How it is started again. */
  readonly startWith?: readonly string[];
}

/** They decide, deliver and start, the electorate is as it was, and all have one state. */
export async function expectWell(
  homes: readonly CellHome[],
  { names, restart, startWith = ['--accept-joins'] }: Wellness,
): Promise<void> {
  await decide(homes);
  await deliver(homes);
  if (restart) {
    await restart.stop();
    await restart.start(...startWith);
    await decide([restart, ...homes.filter((home) => home !== restart)]);
  }
  for (const home of homes) {
    await namesIn(home, names);
    expect((await snapshot(home)).cell?.signingBarred).toBeNull();
  }
  await pollUntil(
    () => Promise.all(homes.map(async (home) => (await snapshot(home)).cell?.stateHash)),
    (hashes) => new Set(hashes).size === 1,
    30_000,
  );
}
