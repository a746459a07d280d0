import { useState } from 'react';
import { t } from '#shared/i18n/translate.ts';
import { useNode } from '../../app/context.tsx';
import { useDocumentTitle } from '../../app/Page.tsx';
import { BrandMark } from '../../components/BrandMark.tsx';
import { type Step, StepLadder } from '../../components/StepLadder.tsx';
import styles from './FirstStart.module.css';
import { NameStep } from './NameStep.tsx';
import { type Protection, ProtectStep } from './ProtectStep.tsx';

const STEPS = 2;

/** Left what was chosen, right one question at a time. */
export function FirstStart() {
  const keychain = useNode((node) => node.keychainAvailable);
  const [step, setStep] = useState<1 | 2>(1);
  const [name, setName] = useState('');
  const [protection, setProtection] = useState<Protection>(keychain ? 'keychain' : 'passphrase');
  useDocumentTitle(t(step === 1 ? 'setup.step.name' : 'setup.step.protect'));

  const steps: Step[] = [
    {
      id: 'name',
      mark: step === 1 ? 'current' : 'ok',
      title: t('setup.step.name'),
      detail: step === 1 ? undefined : name,
    },
    {
      id: 'protect',
      mark: step === 2 ? 'current' : 'to-come',
      title: t('setup.step.protect'),
      detail: step === 2 ? t(`setup.step.protect.${protection}`) : undefined,
    },
  ];

  return (
    <div className={styles.wizard}>
      <aside className={styles.panel} aria-label={t('setup.steps')}>
        <BrandMark size={40} />
        <p className={styles.title}>{t('setup.title')}</p>
        <p className={styles.lead}>{t('setup.text')}</p>
        <div className={styles.steps}>
          <StepLadder label={t('setup.steps')} steps={steps} />
        </div>
        <p className={styles.progress}>{t('setup.progress', { n: step, total: STEPS })}</p>
      </aside>
      <main className={styles.question}>
        {step === 1 ? (
          <NameStep name={name} onName={setName} onNext={() => setStep(2)} />
        ) : (
          <ProtectStep
            name={name}
            keychain={keychain}
            protection={protection}
            onProtection={setProtection}
            onBack={() => setStep(1)}
          />
        )}
      </main>
    </div>
  );
}
