import { useRef, useState } from 'react';
import type { CallOutput } from '#shared/contract/contract.ts';
import { CYCLE_RECORD_MAX_BYTES } from '#shared/protocol/limits.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useCall } from '../../state/use-call.ts';
import { CycleFacts } from './CycleFacts.tsx';
import styles from './Why.module.css';

interface Checked {
  readonly file: string;
  readonly report: CallOutput<'agent.checkCycle'>;
}

/** Goes through somebody's cycle again. `digest` is what a message or a proposal says of it; null for any cycle. */
export function CheckCycle({ digest }: { readonly digest: string | null }) {
  const input = useRef<HTMLInputElement>(null);
  const check = useCall('agent.checkCycle');
  const [problem, setProblem] = useState<string | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);

  const choose = async (file: File | undefined) => {
    if (!file) return;
    setChecked(null);
    const tooLarge = file.size > CYCLE_RECORD_MAX_BYTES;
    setProblem(
      tooLarge
        ? t('agent.check.tooLarge', { size: byteSize(file.size), limit: byteSize(CYCLE_RECORD_MAX_BYTES) })
        : null,
    );
    if (tooLarge) return;
    const done = await check.run({ json: await file.text(), digest });
    if (done) setChecked({ file: visibleLine(file.name, 60), report: done.value });
  };

  return (
    <section className={styles.check}>
      <div className={styles.buttons}>
        <Button icon="upload" size="small" busy={check.busy} onClick={() => input.current?.click()}>
          {t('agent.check.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          aria-label={t('agent.check.choose')}
          accept="application/json,.json"
          hidden
          onChange={(event) => {
            void choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <FormError message={problem ?? failureInWords(check.failure)} />
      {checked ? <Verdict {...checked} isNamed={digest !== null} /> : null}
    </section>
  );
}

function Verdict({ file, report, isNamed }: Checked & { readonly isNamed: boolean }) {
  const { fault, cycle } = report;
  return (
    <>
      <p role="status" className={styles.verdict}>
        <StateMark mark={fault ? 'stop' : 'ok'} size={16} />
        <span>
          <b>{t(fault ? 'agent.check.wrong' : 'agent.check.holds', { file })}</b>{' '}
          {fault ? sentence(fault) : t(isNamed ? 'agent.check.isIt' : 'agent.check.equal')}
        </span>
      </p>
      {fault ? null : <CycleFacts cycle={cycle} />}
    </>
  );
}
