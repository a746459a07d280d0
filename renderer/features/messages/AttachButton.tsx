import { useRef } from 'react';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { IconButton } from '../../components/Button.tsx';
import { useDashboard } from '../../state/context.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { holdAttachment, takeFiles, tellProblem } from './files-to-send.ts';

/** In the app the system's dialog asks which file, and the page is not told where it is; a browser asks by itself. */
export function AttachButton(props: { readonly thread: string; readonly disabled: boolean }) {
  const { thread, disabled } = props;
  const dashboard = useDashboard();
  const input = useRef<HTMLInputElement>(null);

  const run = async () => {
    if (isInBrowser()) return input.current?.click();
    tellProblem(thread, null);
    const answer = await dashboard.call('files.choose', { thread });
    if (!answer.ok) tellProblem(thread, failureInWords(answer.error));
    else if (answer.value.attachment) holdAttachment(thread, answer.value.attachment);
  };

  return (
    <>
      <IconButton icon="clip" label={t('attached.attach')} disabled={disabled} onClick={() => void run()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={t('attached.attach')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same one can be chosen again.
          event.currentTarget.value = '';
          void takeFiles(dashboard, thread, files);
        }}
      />
    </>
  );
}
