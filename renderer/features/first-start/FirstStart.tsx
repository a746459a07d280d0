import { useEffect, useState } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { BrandMark } from '../../components/BrandMark.tsx';
import { useDocumentTitle } from '../../components/Page.tsx';
import type { MarkShape } from '../../components/StateMark.tsx';
import { type Step, StepLadder } from '../../components/StepLadder.tsx';
import { useNode } from '../../state/context.tsx';
import { CellStep } from './CellStep.tsx';
import styles from './FirstStart.module.css';
import { useFirstStart } from './first-start.ts';
import { NameStep } from './NameStep.tsx';
import { ProtectStep } from './ProtectStep.tsx';
import { RestoreStep } from './RestoreStep.tsx';

const STEPS = ['name', 'protect', 'cell', 'neighbours', 'words'] as const;
/** Whoever comes back has neighbours, and words on paper. */
const STEPS_BACK = STEPS.slice(0, 3);

function markAt(step: number, now: number): MarkShape {
  return step < now ? 'ok' : step === now ? 'current' : 'to-come';
}

/** Left what was chosen, right one question at a time. The key is made by the second answer. */
export function FirstStart() {
  const keychain = useNode((node) => node.keychainAvailable);
  const made = useNode((node) => node.phase === 'running');
  const returns = useNode((node) => node.recovering !== null);
  const among = useNode((node) => node.joining !== null || node.cell !== null);
  const cellName = useNode(
    (node) => node.cell?.name ?? node.joining?.cellName ?? node.recovering?.cellName ?? '',
  );
  const { name, protection: chosen, writes } = useFirstStart();
  const [named, setNamed] = useState(false);
  const cutShort = useNode((node) => node.care.cutShort !== null);
  const [asked, setAsked] = useState<boolean | null>(null);
  const restoring = asked ?? cutShort;
  const protection = chosen ?? (keychain ? 'keychain' : 'passphrase');
  const now = made ? (writes ? 4 : among && !returns ? 3 : 2) : named ? 1 : 0;
  useEffect(() => useFirstStart.setState({ open: true }), []);
  useDocumentTitle(t(`setup.step.${STEPS[now] ?? 'cell'}`));

  const details = {
    name: visibleLine(name, 40),
    protect: t(`setup.step.protect.${protection}`),
    cell: visibleLine(cellName, 40),
    neighbours: null,
    words: null,
  };
  const ladder = returns ? STEPS_BACK : STEPS;
  const steps: Step[] = ladder.map((id, index) => ({
    id,
    mark: markAt(index, now),
    title: t(`setup.step.${id}`),
    detail: index < now || (index === now && (id === 'protect' || returns)) ? details[id] : undefined,
  }));

  return (
    <div className={styles.wizard}>
      <aside className={styles.panel} aria-label={t('setup.steps')}>
        <BrandMark size={40} />
        <p className={styles.title}>{t('setup.title')}</p>
        <p className={styles.lead}>{t('setup.text')}</p>
        <div className={styles.steps}>
          <StepLadder label={t('setup.steps')} steps={steps} />
        </div>
        <p className={styles.progress}>
          {t(made ? 'setup.progressMade' : 'setup.progress', { n: now + 1, total: ladder.length })}
        </p>
      </aside>
      <main className={styles.question}>
        {restoring && !made ? (
          <RestoreStep onBack={() => setAsked(false)} />
        ) : now === 0 ? (
          <NameStep
            name={name}
            onName={(next) => useFirstStart.setState({ name: next })}
            onNext={() => setNamed(true)}
            onRestore={() => setAsked(true)}
          />
        ) : now === 1 ? (
          <ProtectStep
            name={name}
            keychain={keychain}
            protection={protection}
            onProtection={(next) => useFirstStart.setState({ protection: next })}
            onBack={() => setNamed(false)}
          />
        ) : (
          <CellStep />
        )}
      </main>
    </div>
  );
}
