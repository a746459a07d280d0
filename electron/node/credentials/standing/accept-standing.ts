/** Which standing of a cell a verifier outside of it goes by. Nothing here asks a clock but the age of what was accepted. */
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import { ACCEPTED_MAX_AGE_DAYS } from '../limits.ts';
import { refused } from '../refusal.ts';
import { type AttestedStanding, attestsOf, type Standing } from './standing.ts';

/** Two or more are of one cell only while one replaces another. */
export type AcceptedStandings = readonly Standing[];

/** Throws `standing-invalid` if fewer than q of its own members attest it. */
export function requireAttested({ standing, attesters }: AttestedStanding): void {
  const count = attestsOf(attesters, standing);
  if (count < standing.q) {
    throw refused('standing-invalid', 'error.credential.standingAttests', {
      cell: standing.name,
      count,
      needed: standing.q,
    });
  }
}

/**
 * What is accepted after these came, one by one: a later one of a cell replaces the accepted one if q, as the accepted
 * one says, of the keys named in the accepted one attest it. Of cells whose words nobody compared none is accepted.
 * Those that were accepted over 180 days before `nowMs` count for nothing.
 */
export function takeStandings(
  accepted: AcceptedStandings,
  handed: readonly AttestedStanding[],
  nowMs: number,
): Standing[] {
  const byCell = new Map<string, Standing>();
  for (const standing of accepted) {
    if (dayOf(nowMs) - standing.day > ACCEPTED_MAX_AGE_DAYS) continue;
    const other = byCell.get(standing.cell);
    if (other === undefined || isLater(standing, other)) byCell.set(standing.cell, standing);
  }
  for (const { standing, attesters } of handed) {
    const held = byCell.get(standing.cell);
    if (held === undefined || !isLater(standing, held)) continue;
    if (attestsOf(attesters, held) >= held.q) byCell.set(standing.cell, standing);
  }
  return [...byCell.values()];
}

/** A higher day, then more entries, then the lower hash. */
export function isLater(one: Standing, other: Standing): boolean {
  if (one.day !== other.day) return one.day > other.day;
  if (one.entries !== other.entries) return one.entries > other.entries;
  return one.hash < other.hash;
}
