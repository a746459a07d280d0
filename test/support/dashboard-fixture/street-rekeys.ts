/** Changes of keys in Maple Street: one that waits for alice, and one that is decided. */
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import type { RekeyView } from '#shared/contract/domain/recovery.ts';
import { SCIDS } from './street-cell.ts';
import { streetProposal } from './street-proposals.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a ballot on a key is, beside what every proposal has. */
export function rekeyOf(rekey: RekeyView): Pick<ProposalDetail, 'kind' | 'rekey' | 'change'> {
  const did = `did:webvh:${rekey.scid}:ghoststack.invalid`;
  return { kind: 'rekey', rekey, change: { type: 'rekey', did, ...rekey } };
}

export function streetRekeys(nowMs: number): ProposalDetail[] {
  return [
    streetProposal({
      number: 24,
      title: 'Change the key of bob',
      proposer: 'carol',
      state: 'voting',
      votes: '..A.A',
      createdAtMs: nowMs - HOUR,
      openedAtMs: nowMs - HOUR,
      change: rekeyOf({
        scid: SCIDS.bob,
        name: 'bob',
        by: 'words',
        lost: true,
        warnings: ['several', 'lately'],
      }),
    }),
    streetProposal({
      number: 23,
      title: 'Change the key of erin',
      proposer: 'erin',
      state: 'passed',
      votes: 'AAAAA',
      closed: ['alice', 'bob', 'carol', 'dave', 'erin'],
      signers: ['alice', 'bob', 'carol', 'erin'],
      createdAtMs: nowMs - 3 * DAY,
      decidedAtMs: nowMs - 2 * DAY,
      change: rekeyOf({ scid: SCIDS.erin, name: 'erin', by: 'device', lost: false, warnings: [] }),
    }),
  ];
}
