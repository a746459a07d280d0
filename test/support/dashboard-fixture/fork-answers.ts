/** What the fixture's node answers about its cells and about forks: enough to click through, nothing is signed. */
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';
import { NAMES, SCIDS } from './street-cell.ts';
import { sampleCarried } from './street-forks.ts';

export function forkAnswers(node: FixtureNode): Handlers {
  const changed = (cell: string, change: Partial<HeldCell>) =>
    node.slices.cells.map((one) => (one.id === cell ? { ...one, ...change } : one));
  const settled = (cell: string, state: 'entered' | 'declined' | 'over') => {
    const proposals = node.slices.forks.proposals.map((one) =>
      one.cell === cell
        ? {
            ...one,
            state,
            entered: state === 'entered' ? [...one.entered, 'alice'] : one.entered,
            awaited: state === 'entered' ? ['erin'] : one.awaited,
            over: state === 'over' ? { why: 'withdrawn' as const, by: 'alice' } : null,
          }
        : one,
    );
    node.push({ forks: { ...node.slices.forks, proposals } });
    return null;
  };
  const live = () => {
    const found = node.slices.cells.find(({ isLive }) => isLive);
    if (!found) throw new GhostStackError('not-found', asWritten('This node has no cell yet.'));
    return found;
  };
  return {
    'cells.use': ({ cell }) => {
      const cells = node.slices.cells.map((one) => ({ ...one, isLive: one.id === cell }));
      const chosen = cells.find(({ id }) => id === cell);
      if (!chosen || !node.slices.cell) throw new GhostStackError('not-found', says('error.forks.notHeld'));
      node.push({
        cells: [chosen, ...cells.filter(({ id }) => id !== cell)],
        cell: { ...node.slices.cell, id: chosen.id, name: chosen.name },
      });
      return null;
    },
    'cells.forget': ({ cell }) => {
      node.push({ cells: changed(cell, { keptUntilMs: Date.now() - 1_000 }) });
      return null;
    },
    'cells.leave': () => {
      node.push({ cells: changed(live().id, { standing: 'leaving' }) });
      return null;
    },
    'cells.back': () => {
      node.push({ cells: changed(live().id, { standing: 'member', isAlone: false }) });
      return null;
    },
    'cells.countOut': () => ({ id: node.slices.proposals[0]?.id ?? '' }),
    'forks.preview': ({ with: asked, follow }) => ({
      ...sampleCarried(NAMES.filter((name) => name === 'alice' || asked.includes(SCIDS[name]))),
      follows: node.slices.forks.twice.flatMap(({ slot, label, choices }) =>
        choices.flatMap(({ key, outcome }) => (follow[slot] === key ? [{ slot, label, key, outcome }] : [])),
      ),
    }),
    'forks.propose': ({ name, with: asked }) => {
      const cell = '9a'.repeat(32);
      const [first] = node.slices.forks.proposals;
      const names = NAMES.filter((one) => asked.includes(SCIDS[one]));
      const proposals = [
        {
          ...first,
          ...{ cell, name, atMs: Date.now(), state: 'entered' as const, over: null, entered: ['alice'] },
          parent: { cell: live().id, name: live().name },
          founder: { scid: SCIDS.alice, name: 'alice', me: true },
          awaited: [...names],
          carried: sampleCarried(['alice', ...names]),
          rules: [],
          behind: { receipts: 0, mine: 0 },
          forked: [],
          removed: [],
          daysAhead: null,
          waitsFor: null,
        },
        ...node.slices.forks.proposals.filter((one) => !one.founder.me),
      ];
      node.push({ forks: { ...node.slices.forks, proposals } });
      return { cell };
    },
    'forks.go': ({ cell }) => settled(cell, 'entered'),
    'forks.stay': ({ cell }) =>
      settled(
        cell,
        node.slices.forks.proposals.some((one) => one.cell === cell && one.founder.me) ? 'over' : 'declined',
      ),
  };
}
