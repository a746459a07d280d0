import type { Check } from '#shared/contract/domain/doctor.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DoctorFacts } from '../facts.ts';
import { check } from './check.ts';

export function versionsCheck({
  versions: { app, node, sqlite, platform },
  surroundings,
}: Pick<DoctorFacts, 'versions' | 'surroundings'>): Check {
  const electron = surroundings?.electron ?? null;
  const facts = { app, node, sqlite, platform, electron: electron ?? 'none' };
  const what =
    electron === null
      ? says('doctor.versions.node', { app, node, sqlite })
      : says('doctor.versions.electron', { app, node, sqlite, electron });
  return check('versions', { mark: 'ok', what, facts });
}
