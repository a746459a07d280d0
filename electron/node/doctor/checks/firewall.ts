import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

/** Only a hint: what their rules let pass is for root to read. */
export function firewallCheck({ firewalls }: Pick<DoctorFacts, 'firewalls'>): Check {
  if (firewalls === null) {
    return check('firewall', { mark: 'unchecked', what: says('doctor.firewall.unknown') });
  }
  const { ufw, firewalld, nftables } = firewalls;
  const facts = { ufw, firewalld, nftables };
  const present = [
    ...(ufw ? ['ufw'] : []),
    ...(firewalld ? ['firewalld'] : []),
    ...(nftables ? ['nftables'] : []),
  ];
  if (present.length === 0)
    return check('firewall', { mark: 'ok', what: says('doctor.firewall.none'), facts });
  const what = says('doctor.firewall.present', { firewalls: { names: present } });
  return check('firewall', { mark: 'unchecked', what, todo: says('doctor.firewall.allow'), facts });
}
