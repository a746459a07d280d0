import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts, Probe } from '../facts.ts';
import { check } from './check.ts';

/** One's own packet comes back from an adapter that passes multicast on, and through a firewall that lets it in. */
export function multicastCheck({ probes, isRunning }: Pick<DoctorFacts, 'probes' | 'isRunning'>): Check {
  if (probes === null) {
    const what = says(isRunning ? 'doctor.multicast.off' : 'doctor.multicast.notTried');
    return check('multicast', { mark: 'unchecked', what });
  }
  const heard = probes.filter((probe) => probe.isHeard);
  const deaf = probes.filter((probe) => !probe.isHeard);
  const facts = {
    probes: probes.length,
    heard4: heard.filter(({ family }) => family === 4).length,
    heard6: heard.filter(({ family }) => family === 6).length,
    code: deaf[0]?.code ?? 'none',
  };
  if (probes.length === 0) {
    const what = says('doctor.multicast.noNetwork');
    return check('multicast', { mark: 'warning', what, todo: says('doctor.route.connect'), facts });
  }
  const todo = says('doctor.multicast.byHand');
  if (heard.length === 0) {
    return check('multicast', { mark: 'fault', what: says('doctor.multicast.none'), todo, facts });
  }
  // One of both families is enough to be found.
  const silent = deaf.filter(({ name }) => !heard.some((probe) => probe.name === name));
  if (silent.length > 0) {
    const what = says('doctor.multicast.some', { adapters: { names: named(silent) } });
    return check('multicast', { mark: 'warning', what, todo, facts, tells: ['names'] });
  }
  const what = says('doctor.multicast.ok', { adapters: { names: named(heard) } });
  return check('multicast', { mark: 'ok', what, facts, tells: ['names'] });
}

function named(probes: readonly Probe[]): string[] {
  return [...new Set(probes.map(({ name }) => name))];
}
