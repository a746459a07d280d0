import { type Findings, worstFirst } from '#shared/contract/domain/doctor.ts';
import { clocksCheck } from './checks/clocks.ts';
import { databaseCheck } from './checks/database.ts';
import { diskCheck } from './checks/disk.ts';
import { firewallCheck } from './checks/firewall.ts';
import { keychainCheck } from './checks/keychain.ts';
import { listeningCheck } from './checks/listening.ts';
import { multicastCheck } from './checks/multicast.ts';
import { notificationsCheck } from './checks/notifications.ts';
import { permissionsCheck } from './checks/permissions.ts';
import { routeCheck } from './checks/route.ts';
import { trayCheck } from './checks/tray.ts';
import { versionsCheck } from './checks/versions.ts';
import type { DoctorFacts } from './facts.ts';

const CHECKS = [
  databaseCheck,
  diskCheck,
  permissionsCheck,
  keychainCheck,
  listeningCheck,
  routeCheck,
  multicastCheck,
  firewallCheck,
  clocksCheck,
  trayCheck,
  notificationsCheck,
  versionsCheck,
];

/** What these facts mean, worst first. */
export function judge(facts: DoctorFacts, atMs: number): Findings {
  const checks = worstFirst(CHECKS.map((check) => check(facts)));
  return { atMs, isRunning: facts.isRunning, checks, counts: { ...facts.counts } };
}
