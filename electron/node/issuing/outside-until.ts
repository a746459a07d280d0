import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { countedIssues } from '#shared/protocol/issuing/counted-issues.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { PAPERS_MAX_AGE_DAYS } from '../credentials/index.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import type { StoredCredential } from './credential-store.ts';
import { digestsOf } from './papers-of-log.ts';
import { saidStandings } from './said-standings.ts';

/**
 * Until when papers for outside hold: the newest standing names what was issued, and says something for thirty days. Null
 * where there is none, or where it was written before the issue.
 */
export function outsideUntilMs(log: IntegrityLog): (stored: StoredCredential) => number | null {
  const newest = saidStandings(log).at(-1);
  if (!newest) return () => null;
  const within = pastOf(log.graph, newest.node.parents);
  const epoch = log.book.epochOf(newest.node);
  const named = new Map<string, ReadonlySet<string>>();
  const digestsBy = (issuer: string): ReadonlySet<string> => {
    const known = named.get(issuer);
    if (known) return known;
    const counted = countedIssues(log.book, issuer, within, epoch);
    const digests = new Set(counted.map((issue) => issue.digests[0]));
    named.set(issuer, digests);
    return digests;
  };
  const untilMs = (newest.standing.day + PAPERS_MAX_AGE_DAYS + 1) * DAY_MS;
  return (stored) =>
    digestsBy(scidOf(stored.whole.issuer) ?? '').has(digestsOf(stored)[0]) ? untilMs : null;
}
