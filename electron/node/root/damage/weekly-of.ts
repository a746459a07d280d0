import { says } from '#shared/protocol/saying.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { NodeOptions } from '../node-options.ts';
import type { NodeParts } from '../node-parts.ts';
import { WeeklyCheck } from './weekly-check.ts';

/** The weekly check of a node, which waits until nothing changes in it. */
export function weeklyOf(parts: NodeParts, options: NodeOptions, settings: SettingsStore): WeeklyCheck {
  const { clock } = parts;
  let busyAtMs = clock();
  parts.changes.subscribe(() => {
    busyAtMs = clock();
  });
  return new WeeklyCheck({
    path: options.home.databasePath,
    settings,
    nowMs: clock,
    busyAtMs: () => busyAtMs,
    told: (check) => parts.events.log.tell('database.checked', check),
    damaged: () => options.damaged?.(null),
    failed: (error) => parts.faults.report(says('fault.checkingDatabase'), error),
  });
}
