/**
 * What a home remembers of itself beside its database, so that a damaged one can be told from an empty one, and the
 * members be found who have the receipts: which cell, who is in it, where they were met. Nothing in it is secret.
 */
import { z } from 'zod';
import { Alias, DidLog } from '#shared/protocol/closing/bodies.ts';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { writeFileAtomically } from '../../store/atomic-file.ts';
import { readSmallFile } from '../../store/small-file.ts';

const CARD_MAX_BYTES = 4 * 1024 * 1024;

export const CardMember = z.object({
  alias: Alias,
  didLog: DidLog,
  addresses: z.array(z.string().max(512)).max(16),
});
export type CardMember = z.infer<typeof CardMember>;

export const HomeCard = z.object({
  /** Version of the database's schema when this was written. */
  schema: z.int().min(0),
  homeId: z.string().max(64),
  cell: z
    .object({
      id: z.string().length(64),
      joinedAtMs: z.int(),
      /** All of them but this node's operator. */
      members: z.array(CardMember).max(MEMBERS_MAX * 2),
    })
    .nullable(),
  receipts: z.int().min(0),
  messages: z.int().min(0),
});
export type HomeCard = z.infer<typeof HomeCard>;

/** Null where there is none, or none that can be read: then a home is judged by its database alone. */
export function readHomeCard(path: string): HomeCard | null {
  try {
    return HomeCard.safeParse(JSON.parse(readSmallFile(path, CARD_MAX_BYTES).text)).data ?? null;
  } catch {
    return null;
  }
}

/** Throws the file system's errors as they are. */
export function writeHomeCard(path: string, card: HomeCard): void {
  writeFileAtomically(path, `${JSON.stringify(card)}\n`, { replace: true });
}
