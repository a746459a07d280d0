/** What the log of a cell says of those who issue in it. */
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { isCounted } from '#shared/protocol/issuing/counted-issues.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import type { CellFacts, CellIssuer } from '../credentials/index.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import { identityOfHeld } from '../identity/member-identity.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';

type Log = Pick<IntegrityLog, 'graph' | 'book'>;

/** As the log is now; null facts for who never was a member. */
export function cellFacts(log: Log): CellFacts {
  const { graph, book } = log;
  const ends = settledEnds(graph);
  if (ends.length === 0) return { issuer: () => null };
  const epoch = book.epochAt(ends);
  const within = pastOf(graph, ends);
  return {
    issuer(scid) {
      const member = epoch.logs.get(scid);
      if (!member) return null;
      const counts = ({ node }: { node: Parameters<typeof isCounted>[1] }) =>
        isCounted(book, node, within, epoch);
      return {
        ...who(log, epoch, member),
        cell: epoch.name,
        list: listOf(log, scid),
        issuesAt: (index) => book.issuing.issuesAt(scid, index).filter(counts),
        isRevoked: (index) => book.issuing.revokesAt(scid, index).some(counts),
      };
    },
  };
}

/** The uuid of somebody's list, as its first issue names it. */
export function listOf({ book }: Pick<Log, 'book'>, scid: string): string | null {
  return book.issuing.issuesBy(scid)[0]?.list ?? null;
}

function who(
  { graph }: Log,
  epoch: Epoch,
  { scid, alias, didLog }: Member,
): Pick<CellIssuer, 'name' | 'keys' | 'leftAtMs'> {
  const { versions } = identityOfHeld(didLog);
  const end = isMember(epoch, scid) ? undefined : epoch.ended.get(scid);
  return {
    name: alias,
    keys: versions.map(({ signingKey }) => encodeMultikey('ed25519', signingKey)),
    leftAtMs: end === undefined ? null : (graph.get(end.removal)?.entry.at ?? null),
  };
}
