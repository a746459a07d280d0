import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { BrandMark } from '../components/BrandMark.tsx';
import { Button } from '../components/Button.tsx';
import { Crumb } from '../components/Crumb.tsx';
import { AfterMoment } from '../components/Skeleton.tsx';
import { StateMark } from '../components/StateMark.tsx';
import { Toasts } from '../components/Toasts.tsx';
import { DoctorPage } from '../features/doctor/DoctorPage.tsx';
import { TakenHomePage } from '../features/taken-home/TakenHome.tsx';
import { useDashboardState } from '../state/context.tsx';
import { goTo, useRoute } from '../state/routes.ts';
import styles from './App.module.css';

/** Before there is anything to show: the reason, once it takes longer than a moment, and the way to look for more. */
export function Waiting() {
  const failure = useDashboardState((state) => state.failure);
  const problem = useDashboardState((state) => state.snapshot?.problem ?? null);
  const hasFailed = useDashboardState((state) => state.snapshot?.phase === 'failed');
  const { page, part } = useRoute();
  if (hasFailed && page === 'settings' && part === 'wrong') return <Looking />;
  if (problem?.home) return <TakenHomePage home={problem.home} look={lookForMore} />;
  const message = failureInWords(problem ?? failure);
  return (
    <main className={styles.waiting}>
      <AfterMoment>
        <BrandMark size={40} />
        {message ? (
          <>
            <h1>
              <StateMark mark="stop" /> {t('shell.failed.title')}
            </h1>
            <p role="alert">{problem ? message : t('shell.failed.text', { message })}</p>
            {hasFailed ? <Button onClick={lookForMore}>{t('shell.failed.look')}</Button> : null}
          </>
        ) : (
          <h1 className={styles.quiet}>{t('shell.connecting')}</h1>
        )}
      </AfterMoment>
    </main>
  );
}

function lookForMore(): void {
  goTo('settings', 'wrong');
}

/** What is wrong is looked for from outside: no node is needed for it. */
function Looking() {
  return (
    <main id="content" tabIndex={-1} className={styles.alone} data-scroller="">
      <DoctorPage crumb={<Crumb to="overview" label={t('common.back')} />} />
      <Toasts />
    </main>
  );
}
