import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

export function keychainCheck({
  keychain: { protection, isAvailable },
}: Pick<DoctorFacts, 'keychain'>): Check {
  const facts = { protection: protection ?? 'none', isAvailable: isAvailable ?? 'unknown' };
  if (protection === null) {
    return check('keychain', { mark: 'unchecked', what: says('doctor.keychain.noKey'), facts });
  }
  if (protection !== 'keychain') {
    return check('keychain', { mark: 'ok', what: says(`doctor.keychain.${protection}`), facts });
  }
  if (isAvailable === null) {
    return check('keychain', { mark: 'unchecked', what: says('doctor.keychain.unknown'), facts });
  }
  if (isAvailable) return check('keychain', { mark: 'ok', what: says('doctor.keychain.ok'), facts });
  const what = says('doctor.keychain.missing');
  return check('keychain', { mark: 'fault', what, todo: says('doctor.keychain.open'), facts });
}
