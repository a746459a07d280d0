import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

export function trayCheck({ surroundings }: Pick<DoctorFacts, 'surroundings'>): Check {
  const isThere = surroundings?.trayHost ?? null;
  const facts = { isThere: isThere ?? 'unknown' };
  if (surroundings === null)
    return check('tray', { mark: 'unchecked', what: says('doctor.noWindow'), facts });
  if (isThere === null) return check('tray', { mark: 'unchecked', what: says('doctor.tray.unknown'), facts });
  if (isThere) return check('tray', { mark: 'ok', what: says('doctor.tray.ok'), facts });
  const what = says('doctor.tray.none');
  return check('tray', { mark: 'warning', what, todo: says('doctor.tray.extension'), facts });
}
