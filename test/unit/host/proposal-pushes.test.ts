import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyPush } from '#shared/contract/apply-push.ts';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import { Push, type Slices, type Snapshot } from '#shared/contract/domain/snapshot.ts';
import { rowsPatch, withRows } from '#shared/contract/rows-patch.ts';
import { StatePublisher } from '../../../electron/host/state-publisher.ts';
import { sampleProposal } from '../../support/sample-proposal.ts';

const COALESCE_MS = 50;

let list: readonly ProposalSummary[];
let pushes: Push[];
let publisher: StatePublisher;

beforeEach(() => {
  vi.useFakeTimers();
  list = [];
  pushes = [];
  const read = Object.fromEntries(
    Object.entries(INITIAL_SLICES).map(([name, value]) => [
      name,
      () => (name === 'proposals' ? list : value),
    ]),
  ) as unknown as { readonly [K in keyof Slices]: () => Slices[K] };
  publisher = new StatePublisher({ read, send: (push) => pushes.push(push), nowMs: () => 1 });
  // Somebody shows them.
  publisher.snapshot();
});

afterEach(() => {
  publisher.stop();
  vi.useRealTimers();
});

const row = (id: number, title = 'Paint'): ProposalSummary => sampleProposal({ id: `p${id}`, title });

function show(next: readonly ProposalSummary[]): void {
  list = next;
  publisher.mark('proposals');
  vi.advanceTimersByTime(COALESCE_MS);
}

describe('proposals that are pushed', () => {
  it('are the row that changed, among however many, and the whole list the first time', () => {
    const rows = Array.from({ length: 200 }, (_, id) => row(id));
    show(rows);
    expect(pushes.at(-1)?.changes.proposals).toHaveLength(200);
    show(rows.map((one) => (one.id === 'p7' ? row(7, 'Mow') : one)));
    const push = pushes.at(-1);
    expect(push?.changes).toEqual({});
    expect(push?.rows?.proposals).toEqual({ gone: [], rows: [{ at: 7, row: row(7, 'Mow') }], length: 200 });
    expect(Push.safeParse(push).success).toBe(true);
  });

  it('are not sent again when each row was read anew and says the same', () => {
    show([row(1), row(2)]);
    const sent = pushes.length;
    show([row(1), row(2)]);
    expect(pushes).toHaveLength(sent);
  });

  it('are what the node has for whoever took a snapshot at any time', () => {
    const step = fc.record({
      ids: fc.subarray([0, 1, 2, 3, 4, 5]),
      later: fc.subarray([0, 1, 2, 3, 4, 5]),
      renamed: fc.nat(5),
      looks: fc.constantFrom('no', 'before the push', 'after the push'),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
        let held: Snapshot | null = null;
        const titles = new Map<number, string>();
        for (const { ids, later, renamed, looks } of steps) {
          titles.set(renamed, `${titles.get(renamed) ?? ''}x`);
          list = ids.map((id) => row(id, titles.get(id)));
          publisher.mark('proposals');
          if (looks === 'before the push') held = publisher.snapshot();
          list = later.map((id) => row(id, titles.get(id)));
          publisher.mark('proposals');
          const from = pushes.length;
          vi.advanceTimersByTime(COALESCE_MS);
          for (const push of pushes.slice(from)) {
            if (!held) continue;
            const applied = applyPush(held, push);
            if (applied.kind === 'applied') held = applied.snapshot;
            else held = applied.kind === 'gap' ? publisher.snapshot() : held;
          }
          if (looks === 'after the push') held = publisher.snapshot();
          if (held) expect(held.proposals).toEqual(list);
        }
      }),
      { numRuns: process.env.GHOSTSTACK_LONG ? 2_000 : 300 },
    );
  });
});

describe('what became of a list', () => {
  it('is refused by whoever holds another one', () => {
    const patch = rowsPatch([row(1), row(2), row(3)], [row(1), row(3, 'new')]);
    expect(patch && withRows([row(1), row(2), row(3)], patch)).toEqual([row(1), row(3, 'new')]);
    expect(patch && withRows([row(1), row(3)], patch)).toEqual([row(1), row(3, 'new')]);
    expect(patch && withRows([row(3)], patch)).toBeNull();
    expect(patch && withRows([row(1), row(4), row(3)], patch)).toBeNull();
  });

  it('is said whole where rows change places', () => {
    expect(rowsPatch([row(1), row(2)], [row(2), row(1)])).toBeNull();
  });
});
