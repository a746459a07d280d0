import { useEffect, useRef, useState } from 'react';
import type { MessageFile } from '#shared/contract/domain/file.ts';
import { GhostStackError, toFailure } from '#shared/contract/errors.ts';
import { byteSizeOf } from '#shared/words/format/bytes.ts';
import type { FileAct } from '#shared/words/reasons/file-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { classes } from '../../components/class-names.ts';
import { FormError } from '../../components/Field.tsx';
import { useDashboard } from '../../state/context.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { saveFile } from '../../state/save-file.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './FileCard.module.css';
import { readFileOf } from './read-file.ts';

/** What can be done about the file of a message now: one thing at a time. */
export function FileActions(props: {
  readonly id: string;
  readonly file: MessageFile;
  readonly act: FileAct | null;
}) {
  const { id, file, act } = props;
  const fetch = useCall('files.fetch');
  const cancel = useCall('files.cancel');
  const wait = useWaitReason();
  if (act === null) return null;
  if (act === 'save') return isInBrowser() ? <Download id={id} file={file} /> : <SaveAs id={id} />;
  const asks = act === 'fetch' || act === 'again';
  return (
    <>
      <div className={classes(styles.actions, !asks && styles.unframed)}>
        <Button
          size="small"
          variant={asks ? 'default' : 'quiet'}
          icon={asks ? 'download' : 'close'}
          busy={asks ? fetch.busy : cancel.busy}
          disabled={wait !== null}
          onClick={() => void (asks ? fetch.run({ id }) : cancel.run({ id }))}
        >
          {t(act === 'cancel' ? 'common.cancel' : `attached.${act}`)}
        </Button>
      </div>
      {wait ? <p className={styles.wait}>{wait}</p> : null}
      <FormError message={failureInWords(fetch.failure ?? cancel.failure)} />
    </>
  );
}

/** In the app: the system asks where to. */
function SaveAs({ id }: { readonly id: string }) {
  const save = useCall('files.saveAs');
  const run = async () => {
    const done = await save.run({ id });
    if (done?.value.saved) showToast(t('attached.saved', { path: done.value.saved.path }));
  };
  return (
    <>
      <div className={styles.actions}>
        <Button size="small" icon="download" busy={save.busy} onClick={() => void run()}>
          {t('attached.save')}
        </Button>
      </div>
      <FormError message={failureInWords(save.failure)} />
    </>
  );
}

/** In a browser: it asks, or saves where it always does. */
function Download({ id, file }: { readonly id: string; readonly file: MessageFile }) {
  const dashboard = useDashboard();
  const [doneBytes, setDoneBytes] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const run = async () => {
    const stop = new AbortController();
    reading.current = stop;
    setProblem(null);
    setDoneBytes(0);
    try {
      const whole = await readFileOf(dashboard, id, { signal: stop.signal, progress: setDoneBytes });
      const { stem, extension } = file;
      // What its sender calls its type is nothing that a browser should act upon.
      saveFile(extension === '' ? stem : `${stem}.${extension}`, whole, 'application/octet-stream');
    } catch (error) {
      const isCancelled = error instanceof GhostStackError && error.code === 'cancelled';
      if (!isCancelled) setProblem(failureInWords(toFailure(error)));
    }
    setDoneBytes(null);
  };

  return (
    <>
      <div className={classes(styles.actions, doneBytes !== null && styles.unframed)}>
        {doneBytes === null ? (
          <Button size="small" icon="download" onClick={() => void run()}>
            {t('attached.download')}
          </Button>
        ) : (
          <>
            <Button size="small" variant="quiet" icon="close" onClick={() => reading.current?.abort()}>
              {t('common.cancel')}
            </Button>
            <span className={styles.wait}>
              {t('attached.reading', { size: byteSizeOf(doneBytes, file.bytes) })}
            </span>
          </>
        )}
      </div>
      <FormError message={problem} />
    </>
  );
}
