import { useState } from 'react';
import { clockTime, isoTime, listTime, sameDay } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { type Happening, happeningsSince } from '../../state/happenings.ts';
import { useLastLook } from '../../state/last-look.ts';
import { useNow } from '../../state/now.ts';
import styles from './Overview.module.css';

const SHOWN = 6;
/** What is pushed is dated when it is heard, what the state shows when it happened. */
const SAME_WITHIN_MS = 5_000;

const isSame = (one: Happening, other: Happening): boolean =>
  one.text === other.text && Math.abs(one.atMs - other.atMs) < SAME_WITHIN_MS;

/** What was seen to happen, and what the node's state shows to have happened while nobody looked. */
export function SinceLastLook() {
  const lastLookMs = useLastLook();
  const nowMs = useNow(60_000);
  const seen = useDashboardState((state) => state.happenings);
  const snapshot = useNode((node) => node);
  // What the state showed on opening; later changes are seen as they happen.
  const [found] = useState(() => (lastLookMs === null ? [] : happeningsSince(snapshot, lastLookMs)));
  const fresh = seen.filter((one) => lastLookMs === null || one.atMs > lastLookMs);
  const untold = found.filter((one) => !fresh.some((seen) => isSame(one, seen)));
  const list = [...fresh, ...untold].sort((a, b) => b.atMs - a.atMs).slice(0, SHOWN);
  const note =
    lastLookMs === null
      ? null
      : t('overview.since.at', {
          time: sameDay(lastLookMs, nowMs) ? clockTime(lastLookMs) : listTime(lastLookMs, nowMs),
        });
  return (
    <Card title={t('overview.since')} note={note}>
      {list.length === 0 ? (
        <p className={styles.sinceNone}>
          {t(lastLookMs === null ? 'overview.since.first' : 'overview.since.none')}
        </p>
      ) : (
        <ul className={styles.since}>
          {list.map((one) => (
            <li key={one.id}>
              <time dateTime={isoTime(one.atMs)}>
                {sameDay(one.atMs, nowMs) ? clockTime(one.atMs) : listTime(one.atMs, nowMs)}
              </time>
              <span>{one.text}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
