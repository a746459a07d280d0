import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

export function permissionsCheck({
  permissions: { home, objection, openFiles },
}: Pick<DoctorFacts, 'permissions'>): Check {
  const facts = { isPrivate: objection === null, openFiles: openFiles.length };
  if (objection) {
    const what = says('doctor.permissions.home', { home, objection });
    const todo = says('doctor.permissions.close', { path: home });
    return check('permissions', { mark: 'fault', what, todo, facts, tells: ['addresses'] });
  }
  if (openFiles.length > 0) {
    const what = says('doctor.permissions.files', { names: { names: openFiles }, n: openFiles.length });
    const todo = says('doctor.permissions.closeFiles', { home });
    return check('permissions', { mark: 'warning', what, todo, facts, tells: ['addresses'] });
  }
  return check('permissions', { mark: 'ok', what: says('doctor.permissions.ok'), facts });
}
