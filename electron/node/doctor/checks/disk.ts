import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

/** With less room than this a database that grows is soon at its end. */
const FREE_MIN_BYTES = 200 * 2 ** 20;
/** Each receipt waits for the disk: one that takes this long makes everything slow. */
const SLOW_MS = 1_000;

export function diskCheck({ disk: { freeBytes, writeMs, code } }: Pick<DoctorFacts, 'disk'>): Check {
  const facts = { freeBytes: freeBytes ?? -1, writeMs: writeMs ?? -1, code: code ?? 'none' };
  if (code !== null) {
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    const what = says(isFull ? 'doctor.disk.full' : 'doctor.disk.unwritable', { code });
    const todo = says(isFull ? 'doctor.disk.makeRoom' : 'doctor.disk.look');
    return check('disk', { mark: 'fault', what, todo, facts });
  }
  const free = { bytes: freeBytes ?? 0 };
  if (freeBytes !== null && freeBytes < FREE_MIN_BYTES) {
    const what = says('doctor.disk.low', { free });
    return check('disk', { mark: 'warning', what, todo: says('doctor.disk.makeRoom'), facts });
  }
  if (writeMs !== null && writeMs > SLOW_MS) {
    const what = says('doctor.disk.slow', { took: { durationMs: writeMs } });
    return check('disk', { mark: 'warning', what, todo: says('doctor.disk.look'), facts });
  }
  return check('disk', { mark: 'ok', what: says('doctor.disk.ok', { free }), facts });
}
