import { type FormEvent, useState } from 'react';
import type { ShownWords } from '#shared/contract/domain/recovery-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useNode } from '../../state/context.tsx';
import { useStepFocus } from '../../state/step-focus.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { Button } from '../Button.tsx';
import { Field, FormError } from '../Field.tsx';
import { StateMark } from '../StateMark.tsx';
import styles from './Recovery.module.css';
import { WordsAskedBack } from './WordsAskedBack.tsx';
import { WordsGrid } from './WordsGrid.tsx';

type Step = 'before' | 'words' | 'asked' | 'forgotten';

interface WritingWordsProps {
  /** The operator puts it off: the node reminds of it in a week. */
  readonly onLater: () => void;
  readonly onDone: () => void;
}

/**
 * What is at stake, the 24 words, three of them asked back, and that this computer forgets them. The words are in this
 * component's memory alone, from the node's answer until the next step.
 */
export function WritingWords({ onLater, onDone }: WritingWordsProps) {
  const [step, setStep] = useState<Step>('before');
  const [shown, setShown] = useState<ShownWords | null>(null);
  const [asked, setAsked] = useState<readonly number[]>([]);
  const place = useStepFocus<HTMLDivElement>(step);
  const askBack = () => {
    setAsked(shown?.asked ?? []);
    setShown(null);
    setStep('asked');
  };
  return (
    <div ref={place} className={styles.step}>
      {step === 'before' ? (
        <Before
          onLater={onLater}
          onShown={(words) => {
            setShown(words);
            setStep('words');
          }}
        />
      ) : null}
      {step === 'words' && shown ? (
        <>
          <p className={styles.text} tabIndex={-1} data-autofocus="">
            {t('recovery.words.write')}
          </p>
          <WordsGrid words={shown.words} />
          <div className={styles.actions}>
            <span className={styles.note}>{t('recovery.words.next')}</span>
            <Button variant="primary" onClick={askBack}>
              {t('recovery.words.written')}
            </Button>
          </div>
        </>
      ) : null}
      {step === 'asked' ? (
        <WordsAskedBack
          asked={asked}
          onBack={() => setStep('before')}
          onForgotten={() => setStep('forgotten')}
        />
      ) : null}
      {step === 'forgotten' ? <Forgotten onDone={onDone} /> : null}
    </div>
  );
}

function Before(props: { readonly onLater: () => void; readonly onShown: (words: ShownWords) => void }) {
  const hasPassphrase = useNode((node) => node.me?.keyProtection === 'passphrase');
  const show = useCall('words.show');
  const later = useCall('words.later');
  const wait = useWaitReason();
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const isMissing = hasPassphrase && passphrase === '';
  const wrong = show.failure?.code === 'wrong-passphrase';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isMissing || show.busy) return;
    const answer = await show.run(hasPassphrase ? { passphrase } : {});
    if (answer) props.onShown(answer.value);
  };
  return (
    <form className={styles.step} onSubmit={(event) => void submit(event)} noValidate>
      <p className={styles.stake}>{t('recovery.words.stake')}</p>
      <ul className={styles.points}>
        <li>{t('recovery.words.paper')}</li>
        <li>{t('recovery.words.alone')}</li>
        <li>{t('recovery.words.last')}</li>
      </ul>
      {hasPassphrase ? (
        <Field
          type="password"
          data-autofocus=""
          label={t('recovery.words.passphrase')}
          autoComplete="current-password"
          value={passphrase}
          onValue={(value) => {
            setPassphrase(value);
            show.clear();
          }}
          error={
            wrong ? t('unlock.wrong') : tried && isMissing ? t('recovery.words.passphraseMissing') : null
          }
        />
      ) : null}
      <FormError message={wrong ? null : failureInWords(show.failure ?? later.failure)} />
      <div className={styles.actions}>
        <Button
          variant="quiet"
          busy={later.busy}
          disabled={wait !== null}
          onClick={() => void later.run({}).then((done) => done && props.onLater())}
        >
          {t('recovery.words.later')}
        </Button>
        {wait ? <span className={styles.note}>{wait}</span> : null}
        <Button
          type="submit"
          variant="primary"
          icon="eye"
          busy={show.busy}
          disabled={wait !== null}
          {...(hasPassphrase ? {} : { 'data-autofocus': '' })}
        >
          {t('recovery.words.show')}
        </Button>
      </div>
    </form>
  );
}

function Forgotten({ onDone }: { readonly onDone: () => void }) {
  return (
    <>
      <p className={styles.done}>
        <StateMark mark="ok" size={18} />
        <span>{t('recovery.words.forgotten')}</span>
      </p>
      <p className={styles.text}>{t('recovery.words.forgottenText')}</p>
      <div className={styles.actions}>
        <Button variant="primary" data-autofocus="" onClick={onDone}>
          {t('recovery.words.done')}
        </Button>
      </div>
    </>
  );
}
