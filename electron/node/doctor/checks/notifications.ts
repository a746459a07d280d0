import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

export function notificationsCheck({ surroundings }: Pick<DoctorFacts, 'surroundings'>): Check {
  const isThere = surroundings?.notificationHost ?? null;
  const facts = { isThere: isThere ?? 'unknown' };
  const told = (what: Parameters<typeof says>[0]) => ({ what: says(what), facts });
  if (surroundings === null) return check('notifications', { mark: 'unchecked', ...told('doctor.noWindow') });
  if (isThere === null)
    return check('notifications', { mark: 'unchecked', ...told('doctor.notifications.unknown') });
  if (isThere) return check('notifications', { mark: 'ok', ...told('doctor.notifications.ok') });
  const todo = says('doctor.notifications.install');
  return check('notifications', { mark: 'warning', ...told('doctor.notifications.none'), todo });
}
