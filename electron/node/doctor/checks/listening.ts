import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

const LOOPBACK = /^\/(?:ip4\/127\.|ip6\/::1\/)/;

export function listeningCheck({ listening }: Pick<DoctorFacts, 'listening'>): Check {
  if (listening === null) {
    return check('listening', { mark: 'unchecked', what: says('doctor.listening.notRunning') });
  }
  const { isOnline, addresses } = listening;
  const outside = addresses.filter((address) => !LOOPBACK.test(address));
  const facts = { isOnline, addresses: addresses.length, outside: outside.length };
  if (!isOnline) {
    const what = says('doctor.listening.offline');
    return check('listening', { mark: 'warning', what, todo: says('doctor.listening.goOnline'), facts });
  }
  if (addresses.length === 0) {
    const what = says('doctor.listening.none');
    return check('listening', { mark: 'fault', what, todo: says('doctor.listening.free'), facts });
  }
  if (outside.length === 0) {
    const what = says('doctor.listening.loopback');
    return check('listening', { mark: 'warning', what, todo: says('doctor.listening.listen'), facts });
  }
  const what = says('doctor.listening.ok', { addresses: { names: outside } });
  return check('listening', { mark: 'ok', what, facts, tells: ['addresses'] });
}
