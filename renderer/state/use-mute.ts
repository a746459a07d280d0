import { failureInWords } from '#shared/words/sayings.ts';
import { useDashboard, useNode } from './context.tsx';
import { showToast } from './toasts.ts';

/** Whether notifications tell of a person's messages and absences. */
export function useMute(): (did: string, muted: boolean) => Promise<void> {
  const dashboard = useDashboard();
  const notices = useNode((node) => node.settings.notices);
  return async (did, muted) => {
    const others = notices.muted.filter((one) => one !== did);
    const change = { notices: { ...notices, muted: muted ? [...others, did] : others } };
    const answer = await dashboard.call('settings.update', change);
    if (!answer.ok) showToast(failureInWords(answer.error));
  };
}
