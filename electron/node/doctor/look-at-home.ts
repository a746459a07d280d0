import type { Findings, Surroundings } from '#shared/contract/domain/doctor.ts';
import type { Home } from '../root/home.ts';
import { databaseFacts, diskFacts, keyProtection, permissionFacts } from './facts/home-facts.ts';
import { probeMulticast } from './facts/multicast-probe.ts';
import { defaultRoutes, firewallHints, versions } from './facts/system-facts.ts';
import type { DoctorFacts } from './facts.ts';
import { judge } from './judge.ts';

export interface Look {
  readonly home: Home;
  readonly surroundings: Surroundings | null;
  /** Whether packets may be sent to look for what multicast does. */
  readonly probe: boolean;
  readonly nowMs: number;
}

/** What only a running node knows. */
export type Inside = Pick<DoctorFacts, 'isRunning' | 'listening' | 'clocks' | 'counts'> & {
  readonly keychainAvailable: boolean | null;
  readonly note: DoctorFacts['database']['note'];
};

const FROM_OUTSIDE: Inside = {
  isRunning: false,
  listening: null,
  clocks: null,
  counts: {},
  keychainAvailable: null,
  note: null,
};

/** Looks at everything that can be wrong with a home, whether its node runs or not. Never rejects for what it finds. */
export async function lookAtHome(look: Look, inside: Inside = FROM_OUTSIDE): Promise<Findings> {
  const { home, surroundings, probe, nowMs } = look;
  const { keychainAvailable, note, ...known } = inside;
  const facts: DoctorFacts = {
    ...known,
    surroundings,
    versions: versions(),
    probes: probe ? await probeMulticast() : null,
    routes: defaultRoutes(),
    firewalls: firewallHints(),
    disk: diskFacts(home),
    keychain: { protection: keyProtection(home), isAvailable: keychainAvailable },
    database: databaseFacts(home, note),
    permissions: permissionFacts(home),
  };
  return judge(facts, nowMs);
}
