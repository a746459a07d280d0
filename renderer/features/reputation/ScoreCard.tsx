import { useEffect, useState } from 'react';
import type { RankExplained, RankView } from '#shared/contract/domain/trust.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { placeLabel } from '../../components/voting/vote-ladder.ts';
import { useSignWait } from '../../state/cell.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { routeHref } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Reputation.module.css';
import { capNotes, fadedBy, partDetail, points, shownParts } from './trust-words.ts';

interface Props {
  readonly rank: RankView;
  readonly orders: ReadonlyMap<string, number>;
}

/** Why a score is what it is, down to the single endorsement; the parts add up to it. */
export function ScoreCard({ rank, orders }: Props) {
  const { explained, failure } = useExplained(rank.scid);
  return (
    <>
      <Card>
        <header className={styles.scoreHead}>
          <Avatar name={rank.name} order={orders.get(rank.scid) ?? 6} size={40} />
          <div>
            <h2 dir="auto">{visibleLine(rank.name, 40)}</h2>
            <p className={styles.small}>
              {explained?.joinedAtMs
                ? t('reputation.since', { date: fullDate(explained.joinedAtMs) })
                : rank.me
                  ? t('governance.you')
                  : ''}
            </p>
          </div>
          <p className={styles.big}>{points(rank.score)}</p>
        </header>
        {explained ? (
          <Explained explained={explained} orders={orders} />
        ) : failure ? null : (
          <SkeletonRows rows={4} />
        )}
        <FormError message={failureInWords(failure)} />
      </Card>
      {rank.me ? null : <YourEndorsement rank={rank} explained={explained} />}
    </>
  );
}

function useExplained(scid: string): { explained: RankExplained | null; failure: Failure | null } {
  const dashboard = useDashboard();
  const trust = useNode((node) => node.trust);
  const [state, setState] = useState<{ explained: RankExplained | null; failure: Failure | null }>({
    explained: null,
    failure: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when any score has changed
  useEffect(() => {
    let current = true;
    void dashboard.call('trust.explain', { scid }).then((answer) => {
      if (!current) return;
      setState((old) =>
        answer.ok ? { explained: answer.value, failure: null } : { ...old, failure: answer.error },
      );
    });
    return () => {
      current = false;
    };
  }, [dashboard, scid, trust]);
  return state;
}

function Explained({
  explained,
  orders,
}: {
  readonly explained: RankExplained;
  readonly orders: Props['orders'];
}) {
  const parts = explained.parts.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  const shown = shownParts(explained);
  const width = (score: number) => ({ inlineSize: `${Math.min(100, score / 10_000_000)}%` });
  return (
    <>
      <div className={styles.track} aria-hidden="true">
        <span className={styles.base} style={width(explained.base)} />
        {parts.map(({ scid, score }) => (
          <span key={scid} data-member={(orders.get(scid) ?? 6) % 7} style={width(score)} />
        ))}
      </div>
      <p className={styles.scale} aria-hidden="true">
        <span>0</span>
        <span>{t('reputation.shares')}</span>
      </p>
      <ul className={styles.parts}>
        <li>
          <span className={styles.swatch} />
          <div>
            <p>{t('reputation.base')}</p>
            <p className={styles.small}>{t('reputation.baseDetail')}</p>
          </div>
          <b>{shown.base}</b>
        </li>
        {parts.map((part) => (
          <li key={part.scid}>
            <span className={styles.swatch} data-member={(orders.get(part.scid) ?? 6) % 7} />
            <div>
              <p>{t('reputation.from', { name: visibleLine(part.name, 40) })}</p>
              <p className={styles.small}>{partDetail(part)}</p>
            </div>
            <b>{shown.from.get(part.scid)}</b>
          </li>
        ))}
      </ul>
      {capNotes(explained).map(({ title, text }) => (
        <div key={text} className={styles.cap}>
          <p>{title}</p>
          <p className={styles.small}>{text}</p>
        </div>
      ))}
    </>
  );
}

function YourEndorsement({
  rank,
  explained,
}: {
  readonly rank: RankView;
  readonly explained: RankExplained | null;
}) {
  const call = useCall('trust.endorse');
  const wait = useSignWait();
  const me = useNode((node) => node.cell?.members.find((member) => member.me));
  const part = explained?.parts.find(({ scid }) => scid === me?.scid);
  const mine = part?.endorsements[0] ?? null;
  const lost = part ? fadedBy(part) : 0;
  const name = visibleLine(rank.name, 40);
  return (
    <Card>
      <div className={styles.yours}>
        <div>
          <p>{t('reputation.yours')}</p>
          <p className={styles.small}>
            {mine ? (
              <>
                {t('reputation.yours.age', { age: mine.ageDays })}{' '}
                <a href={routeHref('chain', mine.receipt.hash)} className={styles.receipt}>
                  {placeLabel(me?.name ?? '', mine.receipt)}
                </a>
              </>
            ) : (
              t('reputation.yours.none', { name })
            )}
          </p>
        </div>
        {mine ? (
          <>
            <Button
              busy={call.busy}
              disabled={wait !== null || lost === 0}
              onClick={() => void call.run({ scid: rank.scid, strength: lost })}
            >
              {t('reputation.renew')}
            </Button>
            <Button
              variant="quiet"
              disabled={wait !== null || call.busy}
              onClick={() => void call.run({ scid: rank.scid, strength: 0 })}
            >
              {t('reputation.withdraw')}
            </Button>
          </>
        ) : (
          <Button disabled={wait !== null} onClick={() => openOverlay({ kind: 'endorse', scid: rank.scid })}>
            {t('reputation.endorseName', { name })}
          </Button>
        )}
      </div>
      {wait || (mine && lost === 0) ? (
        <p className={styles.small}>{wait ?? t('reputation.yours.fresh')}</p>
      ) : null}
      <FormError message={failureInWords(call.failure)} />
    </Card>
  );
}
