import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { DidLog } from '#shared/protocol/closing/bodies.ts';
import { says } from '#shared/protocol/saying.ts';
import { JoinAsk } from './join-exchange.ts';

/** What a newcomer asks, once it has the form of a question to this cell. Throws what is wrong with it. */
export function readAsk(request: unknown, cell: string): JoinAsk {
  const parsed = JoinAsk.safeParse(request);
  if (!parsed.success) {
    const version = z.object({ v: z.number() }).safeParse(request).data?.v ?? 3;
    throw version === 3
      ? new GhostStackError('malformed', says('error.cell.requestNotUnderstood'))
      : new GhostStackError('unsupported', says('error.cell.joinVersions'));
  }
  if (parsed.data.cell !== cell)
    throw new GhostStackError('not-found', says('error.cell.invitationOfAnotherCell'));
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
