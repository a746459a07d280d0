import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import { damageSays } from '../../root/damage/damage-note.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

export function databaseCheck({ database, isRunning }: Pick<DoctorFacts, 'database' | 'isRunning'>): Check {
  const { bytes, damage, isSkipped, note, failure } = database;
  const facts = { bytes, damage: damage ?? 'none', isSkipped };
  if (damage !== null) {
    const todo = says(isRunning ? 'doctor.database.restart' : 'doctor.database.start');
    return check('database', { mark: 'fault', what: says(`doctor.database.${damage}`), todo, facts });
  }
  if (failure) return check('database', { mark: 'fault', what: failure, facts, tells: ['addresses'] });
  if (note && !note.seen) {
    const { copy: _, atMs, seen, ...counts } = note;
    const told = { mark: 'warning', what: damageSays(note), todo: says('doctor.database.look') } as const;
    return check('database', { ...told, facts: { ...facts, ...counts } });
  }
  if (isSkipped) {
    const what = says('doctor.database.large', { size: { bytes } });
    return check('database', { mark: 'unchecked', what, todo: says('doctor.database.checkAll'), facts });
  }
  return check('database', {
    mark: 'ok',
    what: says('doctor.database.ok', { size: { bytes } }),
    facts,
  });
}
