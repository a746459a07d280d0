/** What members are shown of ballots on keys: read from the log, on members that change their keys. */
import { expect, test } from 'vitest';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import {
  proposalDetail,
  proposalSummaries,
  type ViewContext,
} from '../../../electron/node/cell/deciding/proposal-view.ts';
import { didOfScid } from '../../../electron/node/identity/did-webvh/index.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import { certify, type KeyedMember, type RekeyChange, rekey } from '../../support/cell/keyed-cell.ts';
import { CAROL, three } from '../../support/cell/rekeyed-cell.ts';

function contextOf({ book, graph, author, epoch }: KeyedMember, storedAtMs = 0): ViewContext {
  return { log: { book, graph }, me: author, epoch, storedAtMs: () => storedAtMs, heldBy: () => 0 };
}

function shown(member: KeyedMember, storedAtMs = 0): ProposalSummary[] {
  return proposalSummaries(contextOf(member, storedAtMs)).filter(({ kind }) => kind === 'rekey');
}

/** Opened as a node titles it. */
function ask(member: KeyedMember, change: RekeyChange): void {
  const draft = member.draftOf('Change the key of carol');
  member.write('open', member.opening(draft, change));
}

test('a ballot on a key says whose it is, by what, whether the machine is lost, and is titled by itself', () => {
  const [alice] = three();
  ask(alice, rekey('carol', 1, 2, true));
  const [summary, ...others] = shown(alice);
  expect(others).toEqual([]);
  expect(summary).toMatchObject({
    kind: 'rekey',
    proposer: 'alice',
    state: 'voting',
    needsMyVote: true,
    auto: { code: 'rekey', params: { name: 'carol' } },
    rekey: { scid: CAROL, name: 'carol', by: 'words', lost: true, warnings: [] },
  });
  const draft = alice.graph.get(summary?.id ?? '');
  expect(draft && proposalDetail(contextOf(alice), draft).change).toMatchObject({
    type: 'rekey',
    did: didOfScid(CAROL),
    name: 'carol',
    by: 'words',
  });
});

test('two open changes of one key warn of each other, of two members they do not', () => {
  const [alice, bob, carol] = three();
  ask(alice, rekey('carol', 1, 2, true));
  ask(bob, rekey('bob', 1, 1));
  meet([alice, bob, carol]);
  expect(shown(carol).map(({ rekey: of }) => of?.warnings)).toEqual([[], []]);
  ask(carol, rekey('carol', 1, 1));
  meet([alice, bob, carol]);
  for (const member of [alice, bob, carol]) {
    const warned = shown(member).map(({ rekey: of }) => `${of?.name} ${of?.by} ${of?.warnings}`);
    expect(warned.sort()).toEqual(['bob device ', 'carol device several', 'carol words several']);
  }
});

test('a change soon after another one warns of it; a week later, and once decided, it does not', () => {
  const [alice, bob, carol] = three();
  certify([alice, bob, carol], rekey('carol', 1, 1));
  expect(shown(alice)).toMatchObject([{ state: 'passed', rekey: { by: 'device', warnings: [] } }]);
  ask(bob, rekey('carol', 2, 2, true));
  meet([alice, bob]);
  const open = (storedAtMs: number) => shown(alice, storedAtMs).find(({ state }) => state === 'voting');
  const certifiedAtMs = shown(alice).find(({ state }) => state === 'passed')?.decidedAtMs ?? 0;
  expect(open(certifiedAtMs + DAY_MS)?.rekey?.warnings).toEqual(['lately']);
  expect(open(certifiedAtMs + 8 * DAY_MS)?.rekey?.warnings).toEqual([]);
});
