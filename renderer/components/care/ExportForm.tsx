import { type FormEvent, type ReactNode, useState } from 'react';
import type { CallInput } from '#shared/contract/contract.ts';
import type { ExportFormat } from '#shared/contract/domain/care.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useNode } from '../../state/context.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { Button } from '../Button.tsx';
import { Dialog, DialogActions } from '../Dialog.tsx';
import { FormError } from '../Field.tsx';
import { Segmented } from '../Segmented.tsx';
import styles from './ExportForm.module.css';
import { FileField } from './FileField.tsx';
import { WorkLine } from './WorkLine.tsx';

const ENDINGS = { text: 'txt', csv: 'csv', json: 'json' } as const satisfies Record<ExportFormat, string>;

export interface ExportFormProps {
  readonly title: string;
  /** What is exported, and what its file is called after. */
  readonly what: Pick<CallInput<'care.export'>, 'what' | 'thread'>;
  readonly called: string;
  /** The first one is chosen to begin with. */
  readonly formats: readonly [ExportFormat, ...ExportFormat[]];
  readonly done: (exported: { readonly n: number; readonly file: string }) => string;
  readonly onClose: () => void;
  /** What else can be chosen. */
  readonly children?: ReactNode;
}

/** Writes something in a new file; its name follows what is chosen until it is typed. */
export function ExportForm({ title, what, called, formats, done, onClose, children }: ExportFormProps) {
  const { suggested, work } = useNode((node) => node.care);
  const run = useCall('care.export');
  const [format, setFormat] = useState<ExportFormat>(formats[0]);
  const [typed, setTyped] = useState<string | null>(null);
  const file = typed ?? suggested.replace(/\.gsbackup$/, `-${called}.${ENDINGS[format]}`);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === '' || run.busy) return;
    const made = await run.run({ ...what, format, file });
    if (!made) return;
    showToast(done({ n: made.value.rows, file: made.value.file }));
    onClose();
  };

  return (
    <Dialog title={title} width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{t('settings.export.text')}</p>
        {children}
        <Segmented
          label={t('settings.export.format')}
          value={format}
          options={formats.map((value) => ({ value, label: t(`settings.export.format.${value}`) }))}
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
