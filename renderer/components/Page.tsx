import { type ReactNode, useEffect } from 'react';
import { type Problem, standing } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime, duration } from '#shared/words/format/times.ts';
import { unconfirmedClock } from '#shared/words/reasons/clock-words.ts';
import { problemParts } from '#shared/words/reasons/problem-words.ts';
import { t } from '#shared/words/translate.ts';
import { isFormer, useToldOfKey } from '../state/cell.ts';
import { useDashboardState } from '../state/context.tsx';
import { useSpoken } from '../state/live-region.ts';
import { useNow } from '../state/now.ts';
import { openOverlay } from '../state/overlays.ts';
import { goTo } from '../state/routes.ts';
import { useCall } from '../state/use-call.ts';
import { Banner } from './Banner.tsx';
import { BarredBanner, ToldOfKeyBanner } from './BarredBanner.tsx';
import { Button } from './Button.tsx';
import { classes } from './class-names.ts';
import styles from './Page.module.css';

export interface PageProps {
  readonly title: string;
  /** The claim of the answer, in semibold, and the rest of it. */
  readonly claim: string;
  readonly rest?: string;
  readonly actions?: ReactNode;
  readonly crumb?: ReactNode;
  readonly children: ReactNode;
}

/** Title, answer, banner if any, content: every page opens with the sentence that answers its question. */
export function Page({ title, claim, rest = '', actions, crumb, children }: PageProps) {
  const stale = useDashboardState((state) => state.stale);
  const problem = useDashboardState((state) => standing(state.snapshot?.problem));
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const atMs = useDashboardState((state) => state.snapshot?.atMs ?? state.heardAtMs);
  const marked = stale
    ? { claim: t('shell.stale.answer', { time: clockTime(heardAtMs) }), rest: `${claim} ${rest}`.trim() }
    : problem
      ? { claim: t('shell.problem.answer', { time: clockTime(atMs) }), rest }
      : { claim, rest };
  const spoken = useSpoken(`${marked.claim} ${marked.rest}`);
  useDocumentTitle(title);

  return (
    <div className={styles.page}>
      {crumb}
      <header className={styles.header}>
        <h1>{title}</h1>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      <p className={styles.answer}>
        <b>{marked.claim}</b> {marked.rest}
      </p>
      <p className="visuallyHidden" role="status">
        {spoken}
      </p>
      <NodeBanner />
      <div className={classes(styles.content, stale && styles.stale)}>{children}</div>
    </div>
  );
}

export function useDocumentTitle(page: string): void {
  const inDemo = useDashboardState((state) => (state.snapshot?.demo ?? null) !== null);
  useEffect(() => {
    const title = t('shell.title', { page });
    document.title = inDemo ? t('demo.title', { title }) : title;
  }, [page, inDemo]);
}

/** A condition that concerns the whole node, or silence of the node. */
export function NodeBanner() {
  const stale = useDashboardState((state) => state.stale);
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const told = useDashboardState((state) => state.snapshot?.problem ?? null);
  const problem = standing(told);
  const barred = useDashboardState((state) => state.snapshot?.cell?.signingBarred ?? null);
  const clockDoubt = useDashboardState((state) => state.snapshot?.cell?.clockDoubt ?? null);
  const former = useDashboardState((state) => isFormer(state.snapshot?.cell ?? null));
  const toldOfKey = useToldOfKey();
  const nowMs = useNow();
  if (!stale && !told && barred === null && clockDoubt === null && toldOfKey.length === 0) return null;
  return (
    <div className={styles.banner}>
      {told?.isPast ? <PastBanner told={told} /> : null}
      {problem ? (
        <Banner tone="bad" title={problemParts(problem).title}>
          {problemParts(problem).text}
        </Banner>
      ) : former && !stale ? (
        <FormerBanner />
      ) : barred !== null && !stale ? (
        <BarredBanner barred={barred} />
      ) : toldOfKey.length > 0 && !stale ? (
        <ToldOfKeyBanner by={toldOfKey} />
      ) : clockDoubt !== null && !stale ? (
        <Banner tone="warn" title={t('cell.clock.title')}>
          {unconfirmedClock(clockDoubt)}
        </Banner>
      ) : !stale ? null : (
        <Banner tone="warn" title={t('shell.stale.title', { duration: duration(nowMs - heardAtMs) })}>
          {t('shell.stale.text', { time: clockTime(heardAtMs) })}
        </Banner>
      )}
    </div>
  );
}

/** What is over, until the operator has read it: of a damaged database there is more to read. */
function PastBanner({ told }: { readonly told: Problem }) {
  const seen = useCall('doctor.damageSeen');
  const { title, text } = problemParts(told);
  return (
    <Banner
      tone="warn"
      title={title}
      actions={
        told.code === 'store-corrupt' ? (
          <Button size="small" onClick={() => goTo('settings', 'wrong')}>
            {t('doctor.title')}
          </Button>
        ) : (
          <Button size="small" busy={seen.busy} onClick={() => void seen.run({})}>
            {t('common.dismiss')}
          </Button>
        )
      }
    >
      {text}
    </Banner>
  );
}

/** No longer a member: what remains, and the way back. */
function FormerBanner() {
  const cell = useDashboardState((state) => visibleLine(state.snapshot?.cell?.name ?? '', 60));
  const joining = useDashboardState((state) => (state.snapshot?.joining ?? null) !== null);
  return (
    <Banner
      tone="warn"
      title={t('cell.former.title', { cell })}
      actions={
        joining ? null : (
          <Button size="small" onClick={() => openOverlay({ kind: 'join-cell' })}>
            {t('cell.join')}
          </Button>
        )
      }
    >
      {t('cell.former.text')}
    </Banner>
  );
}
