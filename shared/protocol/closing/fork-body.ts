/** What a cell that branched off from another takes along, as its `found` entry says it (docs/protocol.md, "Forks"). */
import { z } from 'zod';
import { MEMBERS_MAX } from '../limits.ts';
import { Hash, Scid } from '../log/entry.ts';
import { PersonName } from '../names/name-rule.ts';
import { isSameName } from '../names/name-skeleton.ts';
import { issue } from '../saying.ts';
import { Slot } from './slot.ts';

/** Thousandths of trust of one member in another. */
export const CARRIED_TRUST_MAX = 1_000_000;
const SLOTS_MAX = 16;

const Multikey = z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/);
/** Key of a certificate: the ballot, and its closes in ascending order. */
const CertificateKey = z.string().regex(/^[0-9a-f]{64}:[0-9a-f]{64}(?:,[0-9a-f]{64}){0,6}$/);

const ForkMember = z.strictObject({
  scid: Scid,
  alias: PersonName,
  /** The newest signing key. */
  key: Multikey,
  /** Whole tokens, perhaps below 0. */
  balance: z.int(),
});
export type ForkMember = z.infer<typeof ForkMember>;

/** Places of source and target in `members`, and thousandths on `day`. */
const CarriedTrust = z.tuple([
  z
    .int()
    .min(0)
    .max(MEMBERS_MAX - 1),
  z
    .int()
    .min(0)
    .max(MEMBERS_MAX - 1),
  z.int().min(1).max(CARRIED_TRUST_MAX),
]);
export type CarriedTrust = z.infer<typeof CarriedTrust>;

export const Fork = z
  .strictObject({
    /** The cell that it branched off from. */
    parent: Hash,
    /** Of this entry's `at`; days since the epoch, UTC. */
    day: z.int().min(0),
    /** The highest number of a draft there; 0 if none. */
    number: z.int().min(0),
    /** In the order in which they joined there. */
    members: z.array(ForkMember).min(1).max(MEMBERS_MAX),
    trust: z.array(CarriedTrust).max(MEMBERS_MAX * (MEMBERS_MAX - 1)),
    /** Which certificate this branch follows where the parent has two. */
    slots: z
      .record(Slot, CertificateKey)
      .refine(
        (slots) => Object.keys(slots).length <= SLOTS_MAX,
        issue('issue.slotsTooMany', { limit: SLOTS_MAX }),
      ),
  })
  .refine(({ members }) => isDistinct(members), issue('issue.listedTwice'))
  .refine(({ members, trust }) => isInOrder(trust, members.length), issue('issue.trustUnsorted'));
export type Fork = z.infer<typeof Fork>;

function isDistinct(members: readonly ForkMember[]): boolean {
  return members.every((one, at) =>
    members
      .slice(at + 1)
      .every(
        (other) => one.scid !== other.scid && one.key !== other.key && !isSameName(one.alias, other.alias),
      ),
  );
}

/** Ascending by source and target, none twice, nobody in itself. */
function isInOrder(trust: readonly CarriedTrust[], listed: number): boolean {
  return trust.every(([from, to], at) => {
    const before = trust[at - 1];
    const isAfter = !before || before[0] < from || (before[0] === from && before[1] < to);
    return from !== to && from < listed && to < listed && isAfter;
  });
}
