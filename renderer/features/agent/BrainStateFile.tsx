import { useRef, useState } from 'react';
import { BRAIN_STATE_MAX_BYTES } from '#shared/protocol/limits.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { saveFile } from '../../state/save-file.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';

const FILE_NAME = 'ghoststack-brain-state.json';

interface Chosen {
  readonly name: string;
  readonly json: string;
}

/** The prototype's JSON state file, out and in. Importing asks first: it replaces what is here. */
export function BrainStateFile() {
  const exporting = useCall('agent.exportState');
  const input = useRef<HTMLInputElement>(null);
  const wait = useWaitReason();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async () => {
    const done = await exporting.run({});
    if (!done) return;
    saveFile(FILE_NAME, done.value.json, 'application/json');
    showToast(t('agent.state.exported', { file: FILE_NAME }));
  };

  const choose = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > BRAIN_STATE_MAX_BYTES) {
      setProblem(
        t('agent.state.tooLarge', { size: byteSize(file.size), limit: byteSize(BRAIN_STATE_MAX_BYTES) }),
      );
      return;
    }
    setProblem(null);
    setChosen({ name: file.name, json: await file.text() });
  };

  return (
    <Card title={t('agent.state')}>
      <div className={styles.form}>
        <p className={styles.quiet}>{t('agent.state.text')}</p>
        <div className={styles.buttons}>
          <Button
            icon="download"
            size="small"
            busy={exporting.busy}
            disabled={wait !== null}
            onClick={() => void save()}
          >
            {t('agent.state.export')}
          </Button>
          <Button icon="upload" size="small" disabled={wait !== null} onClick={() => input.current?.click()}>
            {t('agent.state.import')}
          </Button>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            hidden
            onChange={(event) => {
              void choose(event.currentTarget.files?.[0]);
              event.currentTarget.value = '';
            }}
          />
        </div>
        <FormError message={problem ?? failureInWords(exporting.failure) ?? wait} />
      </div>
      {chosen ? <ConfirmImport chosen={chosen} onClose={() => setChosen(null)} /> : null}
    </Card>
  );
}

function ConfirmImport({ chosen, onClose }: { readonly chosen: Chosen; readonly onClose: () => void }) {
  const importing = useCall('agent.importState');
  return (
    <Dialog title={t('agent.state.importTitle')} width={440} onClose={onClose}>
      <p className={styles.quiet}>{t('agent.state.importText', { file: visibleLine(chosen.name, 60) })}</p>
      <FormError message={failureInWords(importing.failure)} />
      <DialogActions>
        <Button variant="quiet" data-autofocus="" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="danger-fill"
          busy={importing.busy}
          onClick={() => {
            void importing.run({ json: chosen.json }).then((done) => {
              if (!done) return;
              showToast(t('agent.state.imported', { n: done.value.cycle }));
              onClose();
            });
          }}
        >
          {t('agent.state.importSubmit')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
