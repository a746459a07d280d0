import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import type { Dashboard } from './dashboard-store.ts';
import { showToast } from './toasts.ts';

/** Stops the agent, or lets it go, and says so. */
export async function setBrake(dashboard: Dashboard, braked: boolean): Promise<void> {
  const answer = await dashboard.call('agent.brake', { braked });
  if (answer.ok) showToast(t(braked ? 'agent.brake.stopped' : 'agent.brake.released'));
  else showToast(failureInWords(answer.error));
}
