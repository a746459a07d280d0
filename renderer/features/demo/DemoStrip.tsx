import { type KeyboardEvent, useEffect } from 'react';
import type { Demo, DemoPerson, DemoStep } from '#shared/contract/domain/demo.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { type MarkShape, StateMark } from '../../components/StateMark.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { foldGuide, toGuide, useGuide } from '../../state/demo-guide.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './DemoStrip.module.css';
import { DEMO_TASKS, guideWords, pageOfStep, personWords, stepAfter } from './demo-steps.ts';

const MARKS: Readonly<Record<DemoPerson['state'], MarkShape>> = {
  starting: 'waiting',
  outside: 'waiting',
  here: 'ok',
  away: 'offline',
};

/** On top of every page of a cell to try: the step, what to watch, and the way on and out. */
export function DemoStrip() {
  const demo = useDashboardState((state) => state.snapshot?.demo ?? null);
  return demo ? <Strip demo={demo} /> : null;
}

function Strip({ demo }: { readonly demo: Demo }) {
  const me = useNode((node) => node.me?.name ?? '');
  const { phase, step, done, people, trouble } = demo;
  const { title, text } = guideWords(demo, me);
  const page = phase === 'guided' ? pageOfStep(demo) : null;
  // The page comes along with the step, once; where the operator goes after that is up to the operator.
  useEffect(() => {
    if (page !== null) location.hash = page;
  }, [page]);
  const folded = useGuide((state) => state.folded);
  const leaveByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || folded) return;
    event.preventDefault();
    foldGuide();
  };
  if (folded) return <Folded title={title} />;
  return (
    <section
      className={styles.strip}
      aria-label={t('demo.guide')}
      data-done={done || undefined}
      data-guide=""
      tabIndex={-1}
      onKeyDown={leaveByKey}
    >
      <div className={styles.head}>
        <Tag tone="accent">{t('demo.tag')}</Tag>
        {phase === 'guided' && step !== 'end' ? <Progress demo={demo} /> : null}
      </div>
      <div className={styles.words}>
        <h2>
          {phase === 'guided' && step !== 'end' ? (
            <StateMark mark={done ? 'ok' : 'current'} size={15} />
          ) : null}
          {title}
        </h2>
        <p role="status">
          {text} {page !== null && step !== 'end' ? <a href={page}>{t('demo.open')}</a> : null}
        </p>
        <FormError message={trouble ? t('demo.trouble', { reason: sentence(trouble) }) : null} />
      </div>
      <ul className={styles.people}>
        {people.map((person, index) => (
          <li key={person.name}>
            <Avatar
              name={person.name}
              order={index + 1}
              size={24}
              mark={MARKS[person.state]}
              offline={person.state === 'away'}
            />
            <span>{personWords(person, step)}</span>
          </li>
        ))}
      </ul>
      <Actions demo={demo} />
    </section>
  );
}

/** One line, and the way back to all of it. */
function Folded({ title }: { readonly title: string }) {
  return (
    <section
      className={`${styles.strip} ${styles.folded}`}
      aria-label={t('demo.guide')}
      data-guide=""
      tabIndex={-1}
    >
      <Tag tone="accent">{t('demo.tag')}</Tag>
      <p>{title}</p>
      <Button size="small" onClick={() => toGuide()}>
        {t('demo.unfold')}
      </Button>
    </section>
  );
}

function Progress({ demo: { step } }: { readonly demo: Demo }) {
  let n = 1;
  for (let before = stepAfter(step, -1); before !== null; before = stepAfter(before, -1)) n += 1;
  return <span className={styles.progress}>{t('demo.step', { n, total: DEMO_TASKS })}</span>;
}

function Actions({ demo: { phase, step, done } }: { readonly demo: Demo }) {
  const go = useCall('demo.goTo');
  const end = useCall('demo.end');
  const [before, after] = [stepAfter(step, -1), stepAfter(step, 1)];
  const goTo = (to: DemoStep) => () => void go.run({ step: to });
  const leave = () => void end.run({});
  return (
    <div className={styles.actions}>
      <FormError message={failureInWords(go.failure ?? end.failure)} />
      {after !== null ? (
        <Button variant="quiet" onClick={leave} busy={end.busy}>
          {t('demo.leave')}
        </Button>
      ) : null}
      {phase === 'guided' && before !== null ? (
        <Button variant="quiet" icon="back" onClick={goTo(before)}>
          {t('demo.back')}
        </Button>
      ) : null}
      {phase === 'founding' ? null : after !== null ? (
        <Button variant={done ? 'primary' : 'default'} onClick={goTo(after)}>
          {t(done ? 'demo.next' : 'demo.skip')}
        </Button>
      ) : (
        <Button variant="primary" onClick={leave} busy={end.busy}>
          {t('demo.found')}
        </Button>
      )}
    </div>
  );
}
