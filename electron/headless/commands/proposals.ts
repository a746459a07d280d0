import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';

export const proposals = command({
  name: 'proposals',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const list = (await client.ask('governance.list', {})).proposals;
      print(output, list.map(shown), list.length === 0 ? [t('terminal.proposals.none')] : list.map(line));
      return 0;
    });
  },
});

function shown(proposal: ProposalSummary) {
  const { id, label, title, state, kind, passedOver, tally, certificate, myVote, agent } = proposal;
  return {
    id,
    label,
    title,
    state,
    reason: proposalReason(proposal, Date.now()).sentence,
    kind,
    passedOver,
    tally,
    certificate: certificate && {
      hash: certificate.hash,
      round: certificate.round,
      signers: certificate.signers,
    },
    myVote: myVote && { choice: myVote.choice, fate: myVote.fate },
    ...(agent === undefined ? {} : { agent }),
  };
}

function line(proposal: ProposalSummary): string {
  const { label, needsMyVote, agent, proposer } = proposal;
  const by = agent === undefined ? '' : ` (${t('agent.by', { name: proposer })})`;
  const title = `${proposalTitle(proposal)}${by}`;
  const { sentence: reason } = proposalReason(proposal, Date.now());
  return t(needsMyVote ? 'terminal.proposals.lineMine' : 'terminal.proposals.line', { label, title, reason });
}

/** As it stands in labels: keyboards have no such dot, and a case is soon mistyped. */
function labelLike(text: string): string {
  return text.replace(/^(p-\d+)[.:/ ]/i, '$1·').toLowerCase();
}

/** The id of a proposal that is named by its label, its id, or the beginning of its id. */
export async function proposalId(client: NodeClient, text: string): Promise<string> {
  const wanted = labelLike(text);
  const list = (await client.ask('governance.list', {})).proposals;
  const exact = list.find(({ id, label }) => id === text || label.toLowerCase() === wanted);
  if (exact) return exact.id;
  const sharing = list.filter(({ label }) => label.toLowerCase().startsWith(`${wanted}·`));
  if (sharing.length > 0) {
    const labels = sharing
      .map(({ label }) => asWritten(label))
      .reduce((first, second) => says('error.headless.and', { first, second }));
    throw new GhostStackError('conflict', says('error.headless.labelShared', { text, labels }));
  }
  const begun = /^[0-9a-f]{6,}$/.test(text) ? list.filter(({ id }) => id.startsWith(text)) : [];
  if (begun.length === 1 && begun[0]) return begun[0].id;
  throw new GhostStackError('not-found', says('error.headless.noProposal', { text }));
}
