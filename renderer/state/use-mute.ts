import { type Muted, withMuting } from '#shared/contract/domain/notice-settings.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { useDashboard, useNode } from './context.tsx';
import { showToast } from './toasts.ts';

/** Whether notifications tell of a conversation: mutes it until then (null: until that is taken back), or no more. */
export function useMute(): (thread: string, muting: Omit<Muted, 'thread'> | null) => Promise<boolean> {
  const dashboard = useDashboard();
  const notices = useNode((node) => node.settings.notices);
  return async (thread, muting) => {
    const muted = withMuting(notices.muted, thread, muting, Date.now());
    const answer = await dashboard.call('settings.update', { notices: { ...notices, muted } });
    if (!answer.ok) showToast(failureInWords(answer.error));
    return answer.ok;
  };
}
