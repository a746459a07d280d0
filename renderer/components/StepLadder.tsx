import type { ReactNode } from 'react';
import { type MarkShape, StateMark } from './StateMark.tsx';
import styles from './StepLadder.module.css';

export interface Step {
  readonly id: string;
  readonly mark: MarkShape;
  readonly title: string;
  readonly detail?: ReactNode;
}

export function StepLadder({ steps, label }: { readonly steps: readonly Step[]; readonly label: string }) {
  return (
    <ol className={styles.ladder} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={styles.step}
          data-mark={step.mark}
          aria-current={step.mark === 'current' ? 'step' : undefined}
        >
          <StateMark mark={step.mark} size={15} />
          <div>
            <p className={styles.title}>{step.title}</p>
            {step.detail ? <p className={styles.detail}>{step.detail}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
