import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useDashboard } from '../../state/context.tsx';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';

/** Marks a message that came in, and what came after it, as unread, and leaves the conversation: in it, it is read. */
export function useMarkUnread(): (id: string) => Promise<void> {
  const dashboard = useDashboard();
  return async (id) => {
    const answer = await dashboard.call('messages.markUnread', { id });
    if (answer.ok) goTo('messages');
    showToast(answer.ok ? t('messages.toast.unread') : failureInWords(answer.error));
  };
}
