import { type FormEvent, useState } from 'react';
import type { ExportFormat } from '#shared/contract/domain/care.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { FileField } from '../../components/care/FileField.tsx';
import { WorkLine } from '../../components/care/WorkLine.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useNode } from '../../state/context.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './PeerDialogs.module.css';

const ENDINGS = { text: 'txt', csv: 'csv', json: 'json' } as const satisfies Record<ExportFormat, string>;
const FORMATS = ['text', 'csv', 'json'] as const;

/** One conversation in a new file; its name follows what is chosen until it is typed. */
export function ExportConversation(props: {
  readonly thread: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { thread, name, onClose } = props;
  const { suggested, work } = useNode((node) => node.care);
  const run = useCall('care.export');
  const [format, setFormat] = useState<ExportFormat>('text');
  const [typed, setTyped] = useState<string | null>(null);
  const file = typed ?? suggested.replace(/\.gsbackup$/, `-${fileName(name)}.${ENDINGS[format]}`);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === '' || run.busy) return;
    const made = await run.run({ what: 'messages', thread, format, file });
    if (!made) return;
    showToast(t('messages.export.done', { n: made.value.rows, file: made.value.file }));
    onClose();
  };

  return (
    <Dialog
      title={
        thread === 'broadcast' ? t('messages.export.titleEveryone') : t('messages.export.title', { name })
      }
      width={480}
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{t('settings.export.text')}</p>
        <Segmented
          label={t('settings.export.format')}
          value={format}
          options={FORMATS.map((value) => ({ value, label: t(`settings.export.format.${value}`) }))}
          onChange={setFormat}
        />
        <FileField wanted={format} label={t('settings.backup.file')} value={file} onValue={setTyped} />
        {run.busy && work ? <WorkLine work={work} /> : null}
        <FormError message={failureInWords(run.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={run.busy}>
            {t('settings.export.open')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Names of people are letters, digits and a few signs; what is left out of a path is told apart by nothing else. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '') || 'messages';
}
