import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import { roughly } from '../../messaging/clocks-say.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

const OFF_MS = 2 * 60_000;

/** Where most of the others agree against this computer, it is this one that is wrong. */
export function clocksCheck({ clocks }: Pick<DoctorFacts, 'clocks'>): Check {
  if (clocks === null || clocks.length === 0) {
    return check('clocks', { mark: 'unchecked', what: says('doctor.clocks.nobody') });
  }
  const off = clocks.filter(({ aheadMs }) => Math.abs(aheadMs) > OFF_MS);
  const most = Math.max(...clocks.map(({ aheadMs }) => Math.abs(aheadMs)));
  const facts = { compared: clocks.length, off: off.length, mostMs: Math.round(most) };
  if (off.length === 0) {
    return check('clocks', { mark: 'ok', what: says('doctor.clocks.ok', { n: clocks.length }), facts });
  }
  const by = { durationMs: roughly(Math.max(...off.map(({ aheadMs }) => Math.abs(aheadMs)))) };
  if (off.length * 2 > clocks.length && clocks.length > 1) {
    const what = says('doctor.clocks.ours', { by });
    return check('clocks', { mark: 'fault', what, todo: says('doctor.clocks.set'), facts });
  }
  const what = says('doctor.clocks.theirs', {
    n: off.length,
    names: { names: off.map(({ name }) => name) },
    by,
  });
  return check('clocks', {
    mark: 'warning',
    what,
    todo: says('doctor.clocks.tell'),
    facts,
    tells: ['names'],
  });
}
