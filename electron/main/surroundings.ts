import type { Surroundings } from '#shared/contract/domain/doctor.ts';
import { serverAnswers } from './notifications/server-answers.ts';

/** What the app knows of its desktop, for whoever looks for what is wrong. */
export async function surroundings(trayHost: boolean | null): Promise<Surroundings> {
  return {
    electron: process.versions.electron ?? null,
    trayHost,
    notificationHost: await serverAnswers(process.platform),
  };
}
