import { type FormEvent, useState } from 'react';
import type { ExportFormat, ExportWhat } from '#shared/contract/domain/care.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { FileField } from '../../../components/care/FileField.tsx';
import { WorkLine } from '../../../components/care/WorkLine.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Select } from '../../../components/Select.tsx';
import { useNode } from '../../../state/context.tsx';
import { showToast } from '../../../state/toasts.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from '../Settings.module.css';

const WHAT = ['messages', 'proposals', 'tokens', 'receipts'] as const;
const FORMATS = ['csv', 'json'] as const;

/** A table in a new file; its name follows what is chosen until it is typed. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { suggested, work } = useNode((node) => node.care);
  const run = useCall('care.export');
  const [what, setWhat] = useState<ExportWhat>('messages');
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [typed, setTyped] = useState<string | null>(null);
  const file = typed ?? suggested.replace(/\.gsbackup$/, `-${what}.${format}`);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === '' || run.busy) return;
    const made = await run.run({ what, format, file });
    if (!made) return;
    showToast(t('settings.export.done', { n: made.value.rows, file: made.value.file }));
    onClose();
  };

  return (
    <Dialog title={t('settings.export')} width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.rowNote}>{t('settings.export.text')}</p>
        <Select
          label={t('settings.export.what')}
          value={what}
          options={WHAT.map((value) => ({ value, label: t(`settings.export.what.${value}`) }))}
          onChange={setWhat}
        />
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
