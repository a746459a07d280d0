import { DidService } from '../../node/tutorial/did-service.ts';
import { GovernanceService } from '../../node/tutorial/governance-service.ts';
import { IncentiveService } from '../../node/tutorial/incentive-service.ts';
import { LocalCell } from '../../node/tutorial/local-cell.ts';
import { ReputationService } from '../../node/tutorial/reputation-service.ts';
import type { BlockLink } from '../../node/tutorial/vote-chain.ts';
import { DEMO_CELL } from './demo-cast.ts';
import type { DemoContext } from './demo-context.ts';
import { boolText, listText, scoresText } from './python-text.ts';

const HASH_SHOWN = 16;

/** `[chain] block 0: 0000000000000000 → 4a411792a5752a64` */
export function chainLine({ number, prev, hash }: BlockLink): string {
  return `[chain] block ${number}: ${prev.slice(0, HASH_SHOWN)} → ${hash.slice(0, HASH_SHOWN)}`;
}

/** Demo 2: identities, a credential, and a cell of both: a vote, reputation and rewards on its log. */
export async function governanceDemo({ print }: DemoContext): Promise<void> {
  const column = (name: string) => name.padEnd(6);
  const dids: DidService = new DidService({
    observe: (event) => {
      if (event.kind === 'created') print(`[DID] created ${column(event.owner)} → ${event.alias}`);
      if (event.kind === 'issued') {
        const issuer = column(dids.ownerOf(event.issuer));
        print(`[credential] ${issuer} issued '${event.type}' to ${dids.ownerOf(event.subject)}`);
      }
      if (event.kind === 'verified') {
        print(
          `[verify] credential for ${column(dids.ownerOf(event.subject))} valid=${boolText(event.valid)}`,
        );
      }
      if (event.kind === 'disclosed') print(`[selective] disclosed fields: ${listText(event.fields)}`);
    },
  });
  const alice = dids.createDid('alice');
  const bob = dids.createDid('bob');
  const credential = dids.issueCredential({
    issuerDid: alice,
    subjectDid: bob,
    credentialType: 'MeshMember',
    claims: { node_id: 'bob', role: 'relay', cell: DEMO_CELL },
  });
  dids.verifyCredential(credential);
  dids.selectiveDisclosure(credential, ['node_id', 'role']);

  const cell = LocalCell.found(DEMO_CELL, { name: 'alice', key: dids.signingKey(alice) });
  try {
    await cell.admit({ name: 'bob', key: dids.signingKey(bob) });
    const governance = new GovernanceService({
      cell,
      observe: (event) => {
        if (event.kind === 'proposed') {
          const { id, proposer, description } = event.proposal;
          print(`[governance] proposal ${id} created by ${column(dids.ownerOf(proposer))}: "${description}"`);
        }
        if (event.kind === 'voted') {
          print(`[vote] ${column(dids.ownerOf(event.voter))} → ${event.choice} on ${event.proposal}`);
        }
        if (event.kind === 'tallied') {
          print(
            `[tally] ${event.proposal}: approve=${event.approve} reject=${event.reject} → ${event.outcome}`,
          );
        }
        if (event.kind === 'anchored') print(chainLine(event.block));
      },
    });
    const proposal = governance.createProposal(alice, 'Increase cell bandwidth quota');
    governance.vote(proposal, alice, 'APPROVE');
    governance.vote(proposal, bob, 'APPROVE');
    governance.tally(proposal);

    const reputation = new ReputationService({ cell });
    reputation.addEndorsement('alice', 'bob', 1);
    reputation.addEndorsement('bob', 'alice', 0.5);
    print(`[reputation] scores: ${scoresText(reputation.computeScores())}`);

    const incentives = new IncentiveService({
      cell,
      observe: ({ node, amount, reason }) =>
        print(`[incentive] rewarded ${node} +${amount} tokens (${reason})`),
    });
    // Balances after these rewards: the tutorial gives none for alice's vote, which the log rewards next.
    const receipts = [
      incentives.reward('alice', 10, 'proposal creation'),
      incentives.reward('bob', 5, 'governance participation'),
    ];
    for (const { node, balance } of receipts) print(`[incentive] ${node} balance: ${balance}`);
  } finally {
    cell.close();
  }
}
