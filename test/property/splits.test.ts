/**
 * Cells that split, as often as the run is long: members propose, enter, withdraw, go back and hear of each other in any
 * order, some of them late. In the end everybody lives in one live cell and was told, and no token counts twice.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { heldEpoch } from '#shared/protocol/forks/branch-standing.ts';
import {
  leavesHere,
  wishesToLiveHere,
  wishesToMove,
  wishesToReturn,
  wishesToWithdraw,
} from '#shared/protocol/forks/next-parting.ts';
import type { Branch } from '#shared/protocol/forks/parting-rules.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import {
  type BranchHere,
  type BranchingCell,
  branchesHere,
} from '../../electron/node/cell/forking/branch-home.ts';
import { nextForkStep } from '../../electron/node/cell/forking/next-fork-step.ts';
import { branchBody, enter, foundBranch } from '../support/cell/branching-cell.ts';
import { scid } from '../support/cell/feed-writer.ts';
import { KeyedMember, keyedCell } from '../support/cell/keyed-cell.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
const PARENTS = new Map([3, 4, 5, 7].map((n) => [n, keyedCell(...NAMES.slice(0, n))[0] as KeyedMember]));

/** A home: its copies of the logs of its cells, and which of them it lives in. */
class SplittingHome {
  readonly name: string;
  readonly cells = new Map<string, KeyedMember>();
  readonly parent: string;
  live: string;

  constructor(name: string, parent: KeyedMember) {
    this.name = name;
    const entries = entriesOf(parent);
    const own = new KeyedMember(name, 1, entries[0] as HashedEntry);
    own.receive(...entries.slice(1));
    this.parent = parent.graph.cell;
    this.live = this.parent;
    this.cells.set(this.parent, own);
  }

  at(cell: string): KeyedMember {
    return this.cells.get(cell) as KeyedMember;
  }

  branches(): BranchHere<BranchingCell>[] {
    const held = [...this.cells].map(([id, member]): BranchingCell => {
      const epoch = () => member.epoch;
      return { id, self: { scid: scid(this.name) }, log: { book: member.book }, epoch };
    });
    return branchesHere(held);
  }

  /** What a home does by itself. */
  look(): void {
    for (const here of this.branches()) {
      const step = nextForkStep(here, { live: this.live, hasRoom: true, wasDropped: false });
      if (step === 'hold') this.hold(here.branch.cell);
      else if (step === 'drop') this.cells.delete(here.branch.cell);
      else if (step === 'move') this.live = here.branch.cell;
    }
    this.tell();
  }

  tell(): void {
    if (this.live === this.parent) return;
    this.write(wishesToMove(this.at(this.parent).book, this.live, scid(this.name)));
  }

  hold(cell: string): void {
    const [branch] = this.at(this.parent).book.branches(cell);
    const { entry } = (branch as Branch).node.entry.body.found as { entry: HashedEntry['entry'] };
    this.cells.set(cell, new KeyedMember(this.name, 1, { hash: cell, entry }));
  }

  write(wishes: readonly { cell: string; kind: string; body: object }[]): void {
    for (const { cell, kind, body } of wishes) {
      const member = this.cells.get(cell);
      if (member?.code(kind, { ...body }) === 'valid') member.write(kind, { ...body });
    }
  }

  withdrawOthers(but: string | null): void {
    for (const { branch, standing, hasEntered, hasDeclined } of this.branches())
      if (branch.cell !== but && !standing.isAlive && hasEntered && !hasDeclined)
        this.write(wishesToWithdraw(this.parent, branch.cell));
  }

  propose(names: readonly string[], atMs: number): void {
    if (this.live !== this.parent) return;
    this.withdrawOthers(null);
    const found = foundBranch(this.at(this.parent), [this.name, ...names], atMs);
    if (this.at(this.parent).code('branch', branchBody(found)) !== 'valid') return;
    this.at(this.parent).write('branch', branchBody(found));
    const own = new KeyedMember(this.name, 1, found);
    own.receive(enter(found, this.name));
    this.cells.set(found.hash, own);
  }

  go(here: BranchHere<BranchingCell>): void {
    const { branch, standing, hasEntered, own } = here;
    if (standing.isAlive && hasEntered) {
      this.write(wishesToLiveHere(this.at(branch.cell).book, scid(this.name)));
      this.live = branch.cell;
    } else if (!hasEntered && !standing.over && own) {
      this.withdrawOthers(branch.cell);
      const member = this.at(branch.cell);
      const found = member.graph.get(branch.cell) as HashedEntry;
      member.receive(enter({ hash: found.hash, entry: found.entry }, this.name));
    }
    this.tell();
  }

  stay({ branch, hasEntered }: BranchHere<BranchingCell>): void {
    const wishes = wishesToWithdraw(this.parent, branch.cell);
    if (this.live !== branch.cell) this.write(hasEntered ? wishes : wishes.slice(1));
  }

  back(): void {
    if (this.live === this.parent) return;
    const wishes = wishesToReturn(this.at(this.parent).book, this.live, scid(this.name));
    if (!wishes) return;
    this.write(wishes);
    this.live = this.parent;
  }

  hear(other: SplittingHome): void {
    for (const [cell, member] of this.cells) {
      const theirs = other.cells.get(cell);
      if (theirs) member.syncFrom(theirs);
    }
    this.look();
  }
}

function entriesOf({ graph }: KeyedMember): HashedEntry[] {
  return [...graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
}

const number = fc.nat(6);
const step = fc.record({
  does: fc.oneof(
    { weight: 1, arbitrary: fc.constant('propose' as const) },
    { weight: 5, arbitrary: fc.constant('go' as const) },
    { weight: 1, arbitrary: fc.constant('stay' as const) },
    { weight: 1, arbitrary: fc.constant('back' as const) },
    { weight: 7, arbitrary: fc.constant('hear' as const) },
    { weight: 1, arbitrary: fc.constant('pay' as const) },
  ),
  one: number,
  other: number,
  whom: fc.nat(127),
});

it('leaves everybody in one live cell, told who went where, and every token in the cell that it is of', () => {
  const met = { moved: 0, together: 0, crossed: 0, over: 0, back: 0, splits: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(...PARENTS.keys()),
      fc.array(step, { minLength: 20, maxLength: 90 }),
      fc.nat(127),
      (n, steps, away) => {
        const origin = PARENTS.get(n) as KeyedMember;
        const homes = NAMES.slice(0, n).map((name) => new SplittingHome(name, origin));
        // Some are away for all of it, though never all.
        const isAway = (at: number): boolean => at > 0 && ((away >> at) & 3) === 3;
        for (const [turn, { does, one, other, whom }] of steps.entries()) {
          const home = homes[one % n] as SplittingHome;
          const peer = homes[other % n] as SplittingHome;
          if (isAway(one % n)) continue;
          const asked = home.branches().filter(({ standing }) => !standing.over);
          const here = asked[whom % Math.max(1, asked.length)];
          if (does === 'propose')
            home.propose(
              NAMES.slice(0, n).filter((name, at) => name !== home.name && (whom >> at) & 1),
              turn,
            );
          else if (does === 'go' && here) home.go(here);
          else if (does === 'stay' && here) home.stay(here);
          else if (does === 'back') {
            met.back += home.live === home.parent ? 0 : 1;
            home.back();
          } else if (does === 'hear' && !isAway(other % n)) {
            home.hear(peer);
            peer.hear(home);
          } else if (does === 'pay' && home !== peer) {
            const body = { to: scid(peer.name), amount: 1 + (whom % 30) };
            const member = home.at(home.live);
            if (member.code('transfer', body) === 'valid') member.write('transfer', body);
          }
          home.look();
        }
        // Everybody comes back, hears all, and answers what it is still asked.
        for (let round = 0; round < 2 * n + 4; round += 1) {
          for (const home of homes) for (const peer of homes) if (home !== peer) home.hear(peer);
          for (const home of homes)
            for (const here of home.branches()) {
              if (!here.isCrossed || !here.hasEntered || here.hasDeclined || home.live === here.branch.cell)
                continue;
              met.crossed += 1;
              home.stay(here);
            }
        }
        const cellsAlive = new Set<string>();
        for (const home of homes) {
          const me = scid(home.name);
          const live = home.at(home.live);
          expect(isMember(heldEpoch(live.book), me)).toBe(true);
          // Else the next certificate there would take it out.
          expect(leavesHere(live.book, me)).toEqual([]);
          cellsAlive.add(home.live);
          const gone = leavesHere(home.at(home.parent).book, me);
          if (home.live === home.parent) {
            // Nobody who lives here has said that it is gone, and none waits in a branch that lives without it.
            expect(gone).toEqual([]);
            for (const { standing, hasEntered, hasDeclined, isCrossed } of home.branches())
              expect(standing.isAlive && hasEntered && !hasDeclined && !isCrossed).toBe(false);
          } else {
            met.moved += 1;
            if (live.epoch.members.length > 1) met.together += 1;
            expect(home.branches().find(({ branch }) => branch.cell === home.live)?.standing.isAlive).toBe(
              true,
            );
            expect(gone.includes(home.live) || gone.length === 0).toBe(true);
          }
          met.over += home.branches().filter(({ standing }) => standing.over !== null).length;
        }
        // Everybody holds the same log of the parent, and so was told of all.
        const told = homes.map((home) => home.at(home.parent).graph.size);
        expect(new Set(told).size).toBe(1);
        if (cellsAlive.size > 1) met.splits += 1;
        // What is counted in a cell follows from its own log alone, whoever counts it.
        for (const cell of cellsAlive) {
          const copies = homes.filter((home) => home.cells.has(cell)).map((home) => home.at(cell));
          const balances = copies.map((copy) => JSON.stringify(foldCell(copy.book)?.balances));
          expect(new Set(balances).size).toBe(1);
          const [first] = copies as [KeyedMember];
          const alone = new KeyedMember(first.name, 1, entriesOf(first)[0] as HashedEntry);
          alone.receive(...entriesOf(first).slice(1).reverse());
          expect(JSON.stringify(foldCell(alone.book)?.balances)).toBe(balances[0]);
          const fork = first.book.fork();
          if (!fork) continue;
          const carried = fork.members.reduce((sum, { balance }) => sum + balance, 0);
          const counted = Object.values(foldCell(first.book)?.balances ?? {}).reduce(
            (sum, one) => sum + one,
            0,
          );
          expect(counted).toBe(carried);
        }
      },
    ),
    { numRuns: process.env.GHOSTSTACK_LONG ? 2_000 : 30 },
  );
  console.log(`splits: ${JSON.stringify(met)}`);
  expect(Math.min(met.together, met.splits, met.over, met.back)).toBeGreaterThan(0);
}, 900_000);
