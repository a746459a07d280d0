/** What the fixture's node answers about proposals: votes are counted, nothing is signed. */

import { type ChangeView, type ProposalDetail, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { GhostStackError, told } from '#shared/contract/errors.ts';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { withWishes } from '#shared/protocol/closing/rules-wish.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { proposalPage } from '../../../electron/node/cell/deciding/proposal-choice.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';
import { NAMES } from './street-cell.ts';
import { removalOf } from './street-changes.ts';
import { streetProposal } from './street-proposals.ts';

const MINUTE = 60_000;
const tooManyOpen = (openBallotsMax: number) =>
  says('error.log.doesNotCount', { reason: says('refusal.tooManyBallotsOpen', { openBallotsMax }) });

export function governanceAnswers(node: FixtureNode, shown: readonly ProposalDetail[]): Handlers {
  let details: ProposalDetail[] = [...shown];
  const find = (id: string): ProposalDetail => {
    const found = details.find((one) => one.id === id);
    if (!found) throw new GhostStackError('not-found', asWritten('There is no such proposal.'));
    return found;
  };
  const change = (id: string, next: (old: ProposalDetail) => ProposalDetail) => {
    details = details.map((one) => (one.id === id ? next(one) : one));
    const { cell } = node.slices;
    node.push({
      proposals: details.map((detail) => ProposalSummary.parse(detail)),
      ...(cell ? { cell: { ...cell, receipts: cell.receipts + 1 } } : {}),
    });
    return null;
  };
  const openChange = (title: string, text: string, kind: ProposalDetail['kind'], changed: ChangeView) => {
    const detail = streetProposal({
      number: 17 + details.length,
      title,
      text,
      proposer: 'alice',
      state: 'voting',
      createdAtMs: Date.now(),
      openedAtMs: Date.now(),
      change: { kind, change: changed },
    });
    details = [detail, ...details];
    change(detail.id, (old) => old);
    return { id: detail.id };
  };
  return {
    'governance.list': (query) =>
      proposalPage(
        details.map((detail) => ProposalSummary.parse(detail)),
        query,
      ),
    'governance.detail': ({ id }) => find(id),
    'governance.proof': ({ id }) => ({ label: find(id).label, text: '<!doctype html><p>proof</p>' }),
    'governance.propose': ({ title, text, open, quorum }) => {
      const detail = streetProposal({
        number: 17 + details.length,
        title,
        text,
        proposer: 'alice',
        state: open ? 'voting' : 'draft',
        createdAtMs: Date.now(),
        openedAtMs: Date.now(),
        deadlineAtMs: Date.now() + 24 * 60 * MINUTE,
        ...(quorum ? { quorum } : {}),
      });
      details = [detail, ...details];
      change(detail.id, (old) => old);
      return { id: detail.id };
    },
    'governance.proposeRemoval': ({ scid, text }) => {
      const member = node.slices.cell?.members.find((one) => one.scid === scid);
      if (!member) throw new GhostStackError('not-found', asWritten('There is no such member.'));
      return openChange(`Remove ${member.name}`, text, 'removal', removalOf(member, Date.now()));
    },
    'governance.proposeRules': ({ rules, text }) => {
      const before = node.slices.cell?.rules ?? DEFAULT_CELL_RULES;
      const change: ChangeView = { type: 'rules', before, after: withWishes(before, rules) };
      return openChange('Change the rules of the cell', text, 'rules', change);
    },
    'governance.review': ({ id }) => change(id, (old) => ({ ...old, state: 'review' })),
    'governance.revise': ({ id, title, text }) =>
      change(id, (old) => ({ ...old, title, text, versions: old.versions + 1 })),
    'governance.comment': ({ id, text }) =>
      change(id, (old) => ({
        ...old,
        comments: [
          ...old.comments,
          { name: 'alice', text, atMs: Date.now(), receipt: `${old.comments.length}`.padStart(64, 'd') },
        ],
      })),
    'governance.open': ({ id, quorum = 3 }) =>
      change(id, (old) => {
        const next = streetProposal({
          number: Number(old.label.slice(2)),
          title: old.title,
          text: old.text,
          proposer: 'alice',
          state: 'voting',
          quorum,
          createdAtMs: old.createdAtMs,
          openedAtMs: Date.now(),
          deadlineAtMs: Date.now() + 24 * 60 * MINUTE,
        });
        return { ...next, attempt: old.attempt + 1 };
      }),
    'governance.vote': ({ id, choice, comment }) =>
      change(id, (old) => {
        const place = { hash: 'e'.repeat(64), gen: 0, seq: 215, atMs: Date.now() };
        const seats = old.seats.map((seat) => (seat.me ? { ...seat, choice } : seat));
        const count = (one: string) => seats.filter((seat) => seat.choice === one).length;
        return {
          ...old,
          seats,
          tally: { approve: count('APPROVE'), reject: count('REJECT'), abstain: count('ABSTAIN') },
          needsMyVote: false,
          myVote: { choice, comment, receipt: place.hash, atMs: place.atMs, fate: 'open', heldBy: 2 },
          records: old.records.map((record, index) =>
            index === 0 ? { ...record, vote: { ...place, comment } } : record,
          ),
        };
      }),
    'agent.acceptSuggestion': ({ id, text, draft = false }) => {
      const { suggestion } = node.slices.agent;
      if (suggestion?.id !== id)
        throw new GhostStackError('not-found', asWritten('There is no such suggestion.'));
      node.push({ agent: { ...node.slices.agent, suggestion: null } });
      if (suggestion.kind !== 'proposal') return { proposal: null };
      const [title = '', ...rest] = (text ?? suggestion.text).split('\n');
      // As the node refuses it where this member has as many votes open as the cell allows.
      const most = node.slices.cell?.rules.openBallotsMax ?? 1;
      const mine = details.filter((one) => one.state === 'voting' && one.mine);
      const notOpened = !draft && mine.length >= most ? told(tooManyOpen(most)) : null;
      const opens = !draft && notOpened === null;
      const proposed = streetProposal({
        number: 17 + details.length,
        title,
        text: rest.join('\n'),
        proposer: 'alice',
        state: opens ? 'voting' : 'draft',
        createdAtMs: Date.now(),
        ...(opens ? { openedAtMs: Date.now(), deadlineAtMs: Date.now() + 24 * 60 * MINUTE } : {}),
      });
      details = [proposed, ...details];
      change(proposed.id, (old) => old);
      return { proposal: { id: proposed.id, label: proposed.label, notOpened } };
    },
    'governance.withdraw': ({ id }) =>
      change(id, (old) => ({ ...old, state: 'closing', waitingFor: [...NAMES] })),
    'governance.close': ({ id }) =>
      change(id, (old) => ({
        ...old,
        state: 'closing',
        seats: old.seats.map((seat) => (seat.me ? { ...seat, closed: true } : seat)),
        waitingFor: NAMES.filter((name) => name !== 'alice'),
        records: old.records.map((record, index) =>
          index === 0
            ? { ...record, close: { hash: 'f'.repeat(64), gen: 0, seq: 216, atMs: Date.now() } }
            : record,
        ),
      })),
  };
}
