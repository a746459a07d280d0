import { z } from 'zod';
import type { Joining } from '#shared/contract/domain/cell.ts';
import { Told } from '#shared/contract/domain/saying.ts';
import { told } from '#shared/contract/errors.ts';
import { Alias, DidLog } from '#shared/protocol/closing/bodies.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { NEWCOMER_STEPS } from './join-machine.ts';
import { joinNonce } from './join-words.ts';

/** The setting that holds the question to join that is under way: all that is needed to go on with it. */
export const JOIN_RECORD = 'joining';

export const JoinRecord = z.object({
  /** The invitation. */
  code: z.string(),
  sinceMs: z.int(),
  /** Our number for the six words, base64url: they stay the same over a restart. */
  nonce: z.string(),
  step: z.enum(NEWCOMER_STEPS),
  agrees: z.boolean(),
  /** Who has answered, and what it is bound to. */
  heard: z
    .object({ nonce: z.string(), cellName: z.string(), alias: Alias, didLog: DidLog, told: z.boolean() })
    .nullable(),
  /** Why it was refused; older versions wrote a text. */
  why: z.union([Told, z.string().transform((message): Told => ({ message }))]).nullable(),
});
export type JoinRecord = z.infer<typeof JoinRecord>;

/** A question that was under way when the node ended, for a node that only reads, or whose key is not open yet. */
export function joiningAsWritten(settings: SettingsStore): Joining | null {
  const record = settings.get(JOIN_RECORD, JoinRecord.nullable(), null);
  if (!record || ['leaving', 'gone', 'member'].includes(record.step)) return null;
  const { step, heard, why, sinceMs } = record;
  const isOver = step === 'refused' || step === 'parting';
  return {
    cellName: heard?.cellName ?? null,
    inviter: heard?.alias ?? null,
    words: null,
    state: isOver ? 'refused' : 'waiting',
    standing: null,
    trouble: isOver ? why : told(says('error.join.asksLater')),
    sinceMs,
  };
}

/** @param agrees whether the operator does without comparing words */
export function newJoinRecord(code: string, agrees: boolean, nowMs: number): JoinRecord {
  const nonce = encodeBase64url(joinNonce());
  return { code, sinceMs: nowMs, nonce, step: 'calling', agrees, heard: null, why: null };
}

/** Admitted, while the receipts are still with the others: there is a cell, and nothing to show of it. */
export function awaitingLog(inviter: string | null, sinceMs: number): Joining {
  return {
    cellName: null,
    inviter,
    words: null,
    state: 'waiting',
    standing: null,
    trouble: told(
      inviter === null ? says('error.join.awaitsLogOfSomebody') : says('error.join.awaitsLog', { inviter }),
    ),
    sinceMs,
  };
}
