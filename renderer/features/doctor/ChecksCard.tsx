import type { Check, Findings, Mark } from '#shared/contract/domain/doctor.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { visibleText } from '#shared/protocol/visible-text.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type MarkShape, StateMark } from '../../components/StateMark.tsx';
import styles from './Doctor.module.css';

const SHAPES: Readonly<Record<Mark, MarkShape>> = {
  fault: 'stop',
  warning: 'caution',
  unchecked: 'offline',
  ok: 'ok',
};

export interface ChecksCardProps {
  readonly findings: Findings | null;
  readonly failure: Failure | null;
}

/** A mark, what it is about, and what to do; worst first. */
export function ChecksCard({ findings, failure }: ChecksCardProps) {
  return (
    <Card flush title={t('doctor.checks')}>
      {failure ? (
        <div className={styles.block}>
          <FormError message={failureInWords(failure)} />
        </div>
      ) : null}
      {findings ? (
        findings.checks.map((check) => <CheckRow key={check.id} check={check} />)
      ) : failure ? null : (
        <SkeletonRows rows={6} />
      )}
    </Card>
  );
}

function CheckRow({ check: { id, mark, what, todo } }: { readonly check: Check }) {
  return (
    <div className={styles.check} data-check={id} data-mark-of={mark}>
      <StateMark mark={SHAPES[mark]} />
      <div className={styles.text}>
        <p>
          <span className={styles.name}>{t(`doctor.check.${id}`)}</span>{' '}
          <span className="visuallyHidden">{t(`doctor.mark.${mark}`)}</span>
        </p>
        <p>{visibleText(sentence(what))}</p>
        {todo && mark !== 'ok' ? <p className={styles.todo}>{visibleText(sentence(todo))}</p> : null}
      </div>
    </div>
  );
}
