import { useEffect, useState } from 'react';
import type { Findings } from '#shared/contract/domain/doctor.ts';
import type { LoggedEvent } from '#shared/contract/domain/event.ts';
import { doctorReport, NOTHING_TICKED } from '#shared/words/report/doctor-report.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { RawText } from '../../components/RawText.tsx';
import { saveFile } from '../../state/save-file.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Doctor.module.css';

const LINES_MAX = 200;

export interface ReportDialogProps {
  readonly findings: Findings;
  readonly onClose: () => void;
}

/** The report as it will be, before it is copied or saved. */
export function ReportDialog({ findings, onClose }: ReportDialogProps) {
  const [ticked, setTicked] = useState(NOTHING_TICKED);
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  const { run, failure } = useCall('doctor.events');
  useEffect(() => {
    void run({ level: 'info', limit: LINES_MAX }).then((answer) => answer && setEvents(answer.value.events));
  }, [run]);
  const text = doctorReport(findings, events, ticked);
  return (
    <Dialog title={t('doctor.report')} width={720} onClose={onClose}>
      <div className={styles.dialog}>
        <p className={styles.note}>{t('doctor.report.text')}</p>
        {(['names', 'addresses'] as const).map((telling) => (
          <Checkbox
            key={telling}
            label={t(`doctor.report.${telling}`)}
            checked={ticked[telling]}
            onChange={(checked) => setTicked({ ...ticked, [telling]: checked })}
          />
        ))}
        <RawText text={text} label={t('doctor.report')} copyLabel={t('doctor.report.copy')} />
        <FormError message={failureInWords(failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button variant="primary" onClick={() => saveFile('ghoststack-report.txt', text, 'text/plain')}>
            {t('doctor.report.save')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
