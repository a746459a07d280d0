import { type FormEvent, useRef, useState } from 'react';
import type { Stimulus } from '#shared/contract/domain/agent.ts';
import { GhostStackError, toFailure } from '#shared/contract/errors.ts';
import { readStimuli } from '#shared/contract/stimulus-file.ts';
import { STIMULUS_FILE_MAX_BYTES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { useStimulus } from './stimulus.ts';

interface ListFile {
  readonly name: string;
  readonly stimuli: readonly Stimulus[];
}

/** What is gone through: the stimulus of the form, or the list of a file; how often, and how fast. */
export function RunForm() {
  const stimulus = useStimulus();
  const start = useCall('agent.startRun');
  const wait = useWaitReason();
  const [list, setList] = useState<ListFile | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [times, setTimes] = useState('24');
  const [perSecond, setPerSecond] = useState('4');
  const [tried, setTried] = useState(false);
  const wantedTimes = Number(times);
  const wantedRate = Number(perSecond.replace(',', '.'));
  const timesWrong = !Number.isInteger(wantedTimes) || wantedTimes < 1 || wantedTimes > 10_000;
  const rateWrong = !(wantedRate >= 0.1 && wantedRate <= 50);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (timesWrong || rateWrong) return;
    const stimuli = list ? [...list.stimuli] : [stimulus];
    void start.run({ stimuli, times: wantedTimes, perSecond: wantedRate });
  };
  const load = async (file: File) => {
    setProblem(null);
    try {
      setList({ name: visibleLine(file.name, 60), stimuli: readStimuli(await textOf(file)) });
      setTimes('1');
    } catch (error) {
      setList(null);
      setProblem(failureInWords(toFailure(error)));
    }
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.quiet}>
        {list
          ? t('agent.run.list', {
              file: list.name,
              n: list.stimuli.length,
              count: count(list.stimuli.length),
            })
          : t('agent.run.one')}
      </p>
      <ListChooser hasList={list !== null} onFile={(file) => void load(file)} onClear={() => setList(null)} />
      <FormError message={problem} />
      <div className={styles.pair}>
        <Field
          label={t(list ? 'agent.run.times' : 'agent.run.cycles')}
          inputMode="numeric"
          value={times}
          onValue={setTimes}
          error={tried && timesWrong ? t('agent.run.cyclesWrong') : null}
        />
        <Field
          label={t('agent.run.perSecond')}
          inputMode="decimal"
          value={perSecond}
          onValue={setPerSecond}
          error={tried && rateWrong ? t('agent.run.rateWrong') : null}
        />
      </div>
      <Button type="submit" wide busy={start.busy} disabled={wait !== null}>
        {t('agent.run.start')}
      </Button>
      <FormError message={failureInWords(start.failure) ?? wait} />
    </form>
  );
}

function ListChooser(props: {
  readonly hasList: boolean;
  readonly onFile: (file: File) => void;
  readonly onClear: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.buttons}>
      <Button size="small" icon="upload" onClick={() => input.current?.click()}>
        {t('agent.run.choose')}
      </Button>
      {props.hasList ? (
        <Button size="small" variant="quiet" onClick={props.onClear}>
          {t('agent.run.noList')}
        </Button>
      ) : null}
      <input
        ref={input}
        type="file"
        aria-label={t('agent.run.choose')}
        accept="application/json,.json,text/csv,.csv"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) props.onFile(file);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

/** What is too large is not read at all. */
async function textOf(file: File): Promise<string> {
  if (file.size > STIMULUS_FILE_MAX_BYTES)
    throw new GhostStackError(
      'too-large',
      says('error.agent.stimuliTooLarge', {
        size: { bytes: file.size },
        limit: { bytes: STIMULUS_FILE_MAX_BYTES },
      }),
    );
  return file.text();
}
