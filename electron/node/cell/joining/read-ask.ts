import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { DidLog } from '#shared/protocol/closing/bodies.ts';
import { JoinAsk } from './join-exchange.ts';

/** What a newcomer asks, once it has the form of a question to this cell. Throws what is wrong with it. */
export function readAsk(request: unknown, cell: string): JoinAsk {
  const parsed = JoinAsk.safeParse(request);
  if (!parsed.success) {
    const version = z.object({ v: z.number() }).safeParse(request).data?.v ?? 3;
    throw version === 3
      ? new GhostStackError('malformed', 'The request to join is not understood.')
      : new GhostStackError(
          'unsupported',
          'The two computers run versions of GhostStack that join differently. Update GhostStack on both.',
        );
  }
  if (parsed.data.cell !== cell)
    throw new GhostStackError('not-found', 'This invitation is for another cell.');
  return parsed.data;
}

/** Whose log it says it is; what is wrong with it shows when it is read. */
export function claimedScid([first]: z.infer<typeof DidLog>): string {
  const parsed = z.object({ parameters: z.object({ scid: z.string() }) }).safeParse(first);
  return parsed.data?.parameters.scid ?? '';
}

/** Compares secrets in a time that says nothing of them. */
export function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
