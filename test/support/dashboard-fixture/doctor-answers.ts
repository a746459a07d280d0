import type { Check, FullCheck } from '#shared/contract/domain/doctor.ts';
import type { LoggedEvent } from '#shared/contract/domain/event.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';

const CHECKS: readonly Check[] = [
  {
    id: 'disk',
    mark: 'fault',
    what: says('doctor.disk.full'),
    todo: says('doctor.disk.makeRoom'),
    tells: [],
    facts: { freeBytes: 0 },
  },
  {
    id: 'clocks',
    mark: 'warning',
    what: says('doctor.clocks.theirs', { n: 1, names: { names: ['carol'] }, by: { durationMs: 240_000 } }),
    todo: says('doctor.clocks.tell'),
    tells: ['names'],
    facts: { off: 1 },
  },
  { id: 'tray', mark: 'unchecked', what: says('doctor.noWindow'), todo: null, tells: [], facts: {} },
  {
    id: 'database',
    mark: 'ok',
    what: says('doctor.database.ok', { size: { bytes: 12 * 2 ** 20 } }),
    todo: null,
    tells: [],
    facts: { bytes: 12_582_912 },
  },
];

/** A home on a full disk, with a member whose clock is wrong. */
export function doctorAnswers(node: FixtureNode): Handlers {
  const events: LoggedEvent[] = [
    { atMs: Date.now() - 60_000, level: 'warning', event: 'disk.condition', fields: { code: 'store-full' } },
    { atMs: Date.now() - 90_000, level: 'info', event: 'peer.connected', fields: { peer: '1f2e3d4c' } },
  ];
  const whole: FullCheck = { state: 'done', done: 25, of: 25, findings: 0 };
  return {
    'doctor.run': () => ({
      atMs: Date.now(),
      isRunning: true,
      checks: [...CHECKS],
      counts: { members: node.slices.peers.length + 1 },
    }),
    'doctor.events': ({ level }) => ({
      events: events.filter((event) => level === 'info' || event.level === level),
      more: false,
    }),
    'doctor.fullCheck': () => whole,
    'doctor.damageSeen': () => null,
  };
}
