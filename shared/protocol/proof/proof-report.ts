import type strings from '../../../resources/locales/en/proof.json';
import { quorumSizes } from '../closing/epoch.ts';
import type { DecisionProof } from './decision-proof.ts';
import type { ShownDecision } from './shown-decision.ts';

/** A sentence about a proof, without a language: a key of resources/locales/<language>/proof.json. */
export interface ProofSentence {
  readonly key: keyof typeof strings;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ProvenVote {
  readonly name: string;
  readonly vote: DecisionProof['votes'][number]['vote'];
  readonly comment: string;
}

/** What a proof that holds says, for the page and for the terminal. */
export interface ProofReport {
  readonly result: ProofSentence;
  readonly proves: readonly ProofSentence[];
  readonly provesNot: readonly ProofSentence[];
  readonly votes: readonly ProvenVote[];
  readonly text: string;
  readonly proposer: string;
  /** By the clocks of whoever wrote the `open` and the last of the confirms that are shown; ms since the epoch. */
  readonly openedAtMs: number;
  readonly confirmedAtMs: number;
  readonly certificate: string;
  readonly cell: string;
}

/** @param certificate its hash (docs/protocol.md, "Certificate and count") */
export function proofReport(proof: DecisionProof, shown: ShownDecision, certificate: string): ProofReport {
  const { ballot, tally, names, draft, title, followed, book } = shown;
  const { electorate, body, open, proposer } = ballot;
  const { n, q } = quorumSizes(electorate);
  const { quorum, threshold } = body.rules;
  const [over, under] = threshold;
  const found = book.graph.get(proof.cell);
  const { approve, reject, abstain } = tally;
  const signers = shown.certificate.signers.map((scid) => names.alias(scid));
  const confirms = book.confirms(ballot.slot).map(({ node }) => node.entry.at);
  return {
    result: say(`proof.${tally.outcome}`, {
      label: `P-${draft.number}`,
      title,
      cell: electorate.name,
      ...{ approve, reject, abstain, voted: approve + reject + abstain },
      ...{ quorum, proposer: names.alias(proposer) },
    }),
    proves: [
      say('proof.proves.receipts', { receipts: proof.entries.length }),
      say('proof.proves.members', {
        n,
        names: electorate.members.map(({ alias }) => alias).join(', '),
        founder: names.alias(found?.entry.author ?? ''),
        followed,
      }),
      say('proof.proves.key'),
      say('proof.proves.votes'),
      say('proof.proves.rules', { quorum, over, under }),
      say('proof.proves.signers', { names: signers.join(', '), q, n }),
    ],
    provesNot: [
      say('proof.not.second', { q }),
      say('proof.not.earlier'),
      say('proof.not.people'),
      say('proof.not.time'),
      say('proof.not.page'),
    ],
    votes: tally.votes.map(({ member, vote }) => ({
      name: names.alias(member),
      vote: vote.kind === 'counted' ? vote.choice : vote.kind,
      comment: vote.kind === 'counted' ? commentOf(shown, vote.vote) : '',
    })),
    text: body.text,
    proposer: names.alias(proposer),
    openedAtMs: open.entry.at,
    confirmedAtMs: Math.max(...confirms),
    certificate,
    cell: proof.cell,
  };
}

function say(key: ProofSentence['key'], params: ProofSentence['params'] = {}): ProofSentence {
  return { key, params };
}

function commentOf({ book }: ShownDecision, vote: string): string {
  const { comment } = book.graph.get(vote)?.entry.body ?? {};
  return typeof comment === 'string' ? comment : '';
}
