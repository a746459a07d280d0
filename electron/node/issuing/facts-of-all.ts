/** What a home with several cells knows of those who issue: each list is of one cell, whose log says what counts in it. */
import { type CellFacts, listUrn, type WholeCredential } from '../credentials/index.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { cellFacts, listOf } from './cell-facts.ts';

type Log = Pick<IntegrityLog, 'graph' | 'book'>;

/** @param logs the one that it lives in first, then those that it keeps; null without any */
export function factsOfAll(logs: readonly Log[]): CellFacts | null {
  if (logs.length === 0) return null;
  const read = new Map<Log, CellFacts>();
  const factsOf = (log: Log): CellFacts => {
    const facts = read.get(log) ?? cellFacts(log);
    read.set(log, facts);
    return facts;
  };
  return {
    issuer(scid, list) {
      const named = logOfList(logs, scid, list);
      if (named) return factsOf(named).issuer(scid);
      for (const log of logs) {
        const issuer = factsOf(log).issuer(scid);
        if (issuer) return issuer;
      }
      return null;
    },
  };
}

/** The log of the cell in which this was issued, by its list; null where none here names that. */
export function logOfCredential<T extends Log>(logs: readonly T[], whole: WholeCredential): T | null {
  const list = whole.credentialStatus?.statusListCredential;
  return logOfList(logs, scidOf(whole.issuer) ?? '', list);
}

/** @param list its URN */
function logOfList<T extends Log>(logs: readonly T[], scid: string, list: string | undefined): T | null {
  if (list === undefined) return null;
  const isOf = (log: T): boolean => {
    const own = listOf(log, scid);
    return own !== null && listUrn(own) === list;
  };
  return logs.find(isOf) ?? null;
}
