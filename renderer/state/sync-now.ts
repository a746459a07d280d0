import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import type { Dashboard } from './dashboard-store.ts';
import { showToast } from './toasts.ts';

/** Tries one peer now, or all; says that it does, or why not. */
export async function syncNow(dashboard: Dashboard, did: string | null): Promise<void> {
  const peer = dashboard.store.getState().snapshot?.peers.find((one) => one.did === did);
  const answer = await dashboard.call('peers.syncNow', { did });
  if (!answer.ok) showToast(failureInWords(answer.error));
  else
    showToast(peer ? t('shell.toast.syncedOne', { name: visibleLine(peer.name) }) : t('shell.toast.synced'));
}
