import { z } from 'zod';
import { Told } from '#shared/contract/domain/saying.ts';
import { DidLog } from '#shared/protocol/closing/bodies.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { RECOVERER_STEPS, resumedAt } from './recoverer-machine.ts';
import { HashesAnswer, NamesAnswer } from './recovery-exchange.ts';

/** The setting that holds the recovery that is under way: all that is needed to go on with it, but for the words. */
export const RECOVERY_RECORD = 'recovering';

/**
 * A home that may not sign comes back under another key: a fresh one by the words; or the device's next one, which a copy
 * of the home has as well.
 */
export const WAYS_BACK = ['words', 'device'] as const;
export type WayBack = (typeof WAYS_BACK)[number];

export const RecoveryRecord = z.object({
  code: z.string(),
  /** Of a member's home that comes back where it is: the Multikey with which it asks, and whose that is; else null. */
  place: z
    .object({ asker: z.string(), way: z.enum(WAYS_BACK) })
    .nullable()
    .default(null),
  sinceMs: z.int(),
  step: z.enum(RECOVERER_STEPS),
  /** The operator has compared the six words. */
  agrees: z.boolean(),
  /** What was answered with the code alone. */
  told: HashesAnswer.nullable(),
  /** What was answered once it was proved whose machine this is; `didLog` is the newest that was told. */
  names: NamesAnswer.nullable(),
  /** What is asked for: the versions that were made from that log. */
  wanted: z.object({ versions: DidLog, lost: z.boolean() }).nullable(),
  /** Why it was refused. */
  why: Told.nullable(),
});
export type RecoveryRecord = z.infer<typeof RecoveryRecord>;

export function newRecoveryRecord(
  code: string,
  nowMs: number,
  place: RecoveryRecord['place'] = null,
): RecoveryRecord {
  const nothing = { told: null, names: null, wanted: null, why: null };
  return { code, place, sinceMs: nowMs, step: 'calling', agrees: false, ...nothing };
}

/** The recovery that was under way when the node ended, as it can be gone on with; or null. */
export function keptRecovery(settings: SettingsStore): RecoveryRecord | null {
  const record = settings.get(RECOVERY_RECORD, RecoveryRecord.nullable(), null);
  if (!record || record.step === 'member' || record.step === 'gone') return null;
  return { ...record, step: resumedAt(record.step, record.wanted !== null) };
}
