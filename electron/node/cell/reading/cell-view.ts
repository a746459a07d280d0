import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { didFromPublicKey, fingerprint } from '../../identity/did-key.ts';
import { identityOfHeld, type MemberIdentity } from '../../identity/member-identity.ts';
import type { Comparisons } from '../comparing/comparisons.ts';
import { presentKey } from './present-key.ts';

interface Viewed {
  readonly epoch: Epoch;
  readonly graph: EntryGraph;
  readonly self: MemberIdentity;
  /** Null for a member whose identity is not here yet. */
  readonly didOf: (scid: string) => string | null;
  readonly comparisons: Comparisons;
}

/** What the log alone says of a cell, as people are shown it: its name, rules and members. */
export function cellView({
  epoch,
  graph,
  self,
  didOf,
  comparisons,
}: Viewed): Pick<Cell, 'id' | 'name' | 'epoch' | 'rules' | 'members' | 'receipts' | 'forked'> {
  return {
    id: graph.cell,
    name: epoch.name,
    epoch: epoch.number,
    rules: epoch.rules,
    members: epoch.members.map((member, order) => {
      const me = member.scid === self.scid;
      const admission = graph.get(member.admittedBy);
      return {
        scid: member.scid,
        did: me ? self.did : (didOf(member.scid) ?? member.scid),
        name: member.alias,
        order,
        me,
        joinedAtMs: admission?.entry.at ?? null,
        receipts: graph.heads(member.scid).reduce((sum, head) => Math.max(sum, head.depth + 1), 0),
        ...keyView(member, me ? null : comparisons),
      };
    }),
    receipts: graph.size,
    forked: epoch.members.filter(({ scid }) => graph.isForked(scid)).map(({ alias }) => alias),
  };
}

/** @param comparisons null for oneself */
function keyView(
  { scid, didLog }: Epoch['members'][number],
  comparisons: Comparisons | null,
): Pick<Cell['members'][number], 'fingerprint' | 'compared' | 'key'> {
  const { signingKey } = identityOfHeld(didLog);
  return {
    key: presentKey(didLog),
    fingerprint: fingerprint(didFromPublicKey(signingKey)),
    compared: comparisons?.of(scid, signingKey) ?? null,
  };
}
