import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Titled } from '#shared/contract/domain/governance.ts';
import { ANY_RECEIPT } from '#shared/contract/domain/receipt.ts';
import type { AutoProposal } from '#shared/protocol/closing/auto-proposal.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { proposalText, proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { deedInWords } from '#shared/words/reasons/receipt-summary.ts';
import { decidedIn } from '../../../electron/node/cell/deciding/decided.ts';
import { ballotRules } from '../../../electron/node/cell/deciding/open-ballot.ts';
import { receiptPage } from '../../../electron/node/cell/reading/receipts.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import type { LocalMember } from '../../../electron/node/tutorial/local-member.ts';

let cell: LocalCell;
let alice: LocalMember;
let bob: LocalMember;
let carol: LocalMember;

beforeEach(async () => {
  cell = LocalCell.found('Maple Street', { name: 'alice' });
  alice = cell.first;
  bob = await cell.admit({ name: 'bob' });
  carol = await cell.admit({ name: 'carol' });
});
afterEach(() => cell.close());

/** What any member may sign by hand: a title and a text of its own choice, and any change. */
function sign({ node, epoch }: LocalMember, title: string, text: string, change?: Change): string {
  const number = 1 + Math.max(...node.log.book.drafts().map((draft) => Number(draft.entry.body.number)));
  const proposal = node.log.append('draft', { number, title, text }).hash;
  const rules = ballotRules(epoch.rules, epoch.members.length, {}, change !== undefined);
  const changing = change ? { change } : {};
  node.log.append('open', { proposal, attempt: 1, epoch: epoch.number, text, rules, ...changing });
  cell.meet();
  return proposal;
}

function removalOf({ identity, node }: LocalMember): Change {
  return { type: 'remove', scid: identity.scid, end: node.log.ownHead()?.hash ?? ZERO_HASH };
}

/** What bob sees of it: the list, the page and the chain. */
function seen(id: string) {
  const { title, auto, text, textAuto } = bob.decisions.detail(id);
  const listed = bob.decisions.list().find((one) => one.id === id);
  const { receipts } = receiptPage(bob.node, { ...ANY_RECEIPT, before: null, limit: 500 });
  const opening = bob.node.log.book.ballotsOf(id).at(-1)?.open.hash;
  const told = receipts
    .filter(({ hash }) => hash === id || hash === opening)
    .map(({ deed }) => ('proposal' in deed ? Titled.parse(deed.proposal) : null));
  return { title, auto, text, textAuto, listed: listed?.auto, told };
}

function expectSaid(id: string, auto: AutoProposal | null, title: string) {
  expect(seen(id)).toMatchObject({ title, auto, listed: auto, told: Array(2).fill({ title, auto }) });
}

describe('a title that a node writes by itself is told by its code', () => {
  test('of an admission, with its text, where it is voted on and where it is decided', () => {
    const auto = { code: 'admit', params: { name: 'carol' } } as const;
    const id = bob.decisions.list().find(({ title }) => title === 'Admit carol')?.id ?? '';
    expectSaid(id, auto, 'Admit carol');
    expect(seen(id)).toMatchObject({ text: 'carol came by an invitation.', textAuto: auto });
    expect(decidedIn(bob.node.log.book).at(-1)).toMatchObject({ title: 'Admit carol', auto });
  });

  test('of a removal and of a change of the rules, whose texts are their proposers’', () => {
    const removal = alice.decisions.proposeRemoval(carol.identity.scid, 'carol came by an invitation.');
    const rules = bob.decisions.proposeRules({ f: 0 }, '');
    cell.meet();
    expectSaid(removal, { code: 'remove', params: { name: 'carol' } }, 'Remove carol');
    expectSaid(rules, { code: 'rules', params: {} }, 'Change the rules of the cell');
    for (const id of [removal, rules]) expect(seen(id).textAuto).toBeNull();
  });

  test('of what somebody goes on from a backup', () => {
    carol.node.log.beginGeneration();
    cell.meet();
    const auto = { code: 'restore', params: { name: 'carol' } } as const;
    const id = bob.decisions.list().find(({ title }) => title.startsWith('Note'))?.id ?? '';
    expectSaid(id, auto, 'Note the restore of carol');
    expect(seen(id).textAuto).toEqual(auto);
  });
});

describe('a title that does not fit its change is told as it was written', () => {
  test.each<readonly [string, () => Change | undefined]>([
    ['Remove bob', () => removalOf(carol)],
    ['Admit carol', () => removalOf(carol)],
    ['Change the rules of the cell', () => removalOf(carol)],
    ['Remove Carol', () => removalOf(carol)],
    ['Remove carol', () => undefined],
    ['Change the rules of the cell', () => undefined],
    ['Remove carol', () => ({ type: 'rules', rules: { ...alice.epoch.rules, f: 0 } })],
    // Nobody was restored; and whoever was changes no rules with it.
    ['Note the restore of alice', () => ({ type: 'rules', rules: alice.epoch.rules })],
  ])('%s', (title, change) => {
    const id = sign(alice, title, 'carol came by an invitation.', change());
    expectSaid(id, null, title);
    expect(seen(id).textAuto).toBeNull();
  });

  test('Note the restore of carol, by carol who goes on from a backup, with other rules', () => {
    carol.node.log.beginGeneration();
    const rules = { ...carol.epoch.rules, f: 0 };
    const id = sign(carol, 'Note the restore of carol', '', { type: 'rules', rules });
    expectSaid(id, null, 'Note the restore of carol');
  });

  test('Remove bob, as a draft on which nothing is voted', () => {
    const id = alice.decisions.propose({ title: 'Remove bob', text: '', open: false });
    cell.meet();
    expect(seen(id)).toMatchObject({ title: 'Remove bob', auto: null, told: [{ auto: null }] });
  });

  test('and shown so on its page and in the chain', () => {
    const detail = bob.decisions.detail(
      sign(alice, 'Remove bob', 'bob came by an invitation.', removalOf(carol)),
    );
    expect([proposalTitle(detail), proposalText(detail)]).toEqual([
      'Remove bob',
      'bob came by an invitation.',
    ]);
    const { receipts } = receiptPage(bob.node, {
      ...ANY_RECEIPT,
      before: null,
      limit: 1,
      author: alice.identity.scid,
    });
    expect(receipts.map(({ deed }) => deedInWords(deed))).toEqual(['opened the vote on “Remove bob”']);
  });
});
