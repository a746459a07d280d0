import { useCallback, useEffect, useRef, useState } from 'react';
import type { Episode } from '#shared/contract/domain/agent.ts';
import { count } from '#shared/words/format/count.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Crumb } from '../../components/Crumb.tsx';
import { FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Agent.module.css';
import { ANY_EPISODE, EpisodeFilters, FoundEpisodes, isAny } from './EpisodeSearch.tsx';
import { episodeColumns } from './episode-columns.tsx';

const PAGE_LENGTH = 200;

/** Every episode, newest first; older ones are fetched page by page, and only what is seen is drawn. */
export function EpisodesPage() {
  const total = useNode((node) => node.agent.episodeCount);
  const nowMs = useNow(60_000);
  const { episodes, more, load, busy, failure } = useEpisodes();
  const [wish, setWish] = useState(ANY_EPISODE);
  const end = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: after a search the end of the list is another element
  useEffect(() => {
    const element = end.current;
    if (!element || !more || busy || failure) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && load());
    watch.observe(element);
    return () => watch.disconnect();
  }, [more, load, busy, failure, wish]);

  return (
    <Page
      title={t('agent.episodes')}
      claim={t('agent.episodes.answer', { n: total, count: count(total) })}
      rest={total > 0 ? t('agent.episodes.answerRest') : ''}
      crumb={<Crumb to="agent" label={t('agent.episodes.back')} />}
      actions={t('agent.episodes.loaded', { shown: count(episodes.length), total: count(total) })}
    >
      <div className={styles.stack}>
        <Card title={t('agent.search.title')}>
          <EpisodeFilters wish={wish} onChange={setWish} />
          {isAny(wish) ? null : (
            <div className={styles.bleed}>
              <FoundEpisodes wish={wish} />
            </div>
          )}
        </Card>
        {isAny(wish) ? (
          <Card>
            <div className={styles.bleedTop}>
              {episodes.length > 0 ? (
                <Table
                  label={t('agent.episodes')}
                  columns={episodeColumns(nowMs)}
                  rows={episodes}
                  rowKey={(row) => row.cycle}
                  total={total}
                />
              ) : busy ? (
                <SkeletonRows rows={8} />
              ) : (
                <p className={styles.none}>{t('agent.episodes.none')}</p>
              )}
            </div>
            <div ref={end} className={styles.more}>
              <FormError message={failure} />
              {more ? (
                <Button size="small" busy={busy} onClick={load}>
                  {t('agent.episodes.more')}
                </Button>
              ) : null}
            </div>
          </Card>
        ) : null}
      </div>
    </Page>
  );
}

/** Pages from the node, with the episodes that are new since put before them. */
function useEpisodes() {
  const { run, busy, failure } = useCall('agent.episodes');
  const recent = useNode((node) => node.agent.recent);
  const [loaded, setLoaded] = useState<readonly Episode[]>([]);
  const [more, setMore] = useState(true);
  const oldest = loaded.at(-1)?.cycle ?? null;

  const load = useCallback(() => {
    void run({ before: oldest, limit: PAGE_LENGTH }).then((done) => {
      if (!done) return;
      setMore(done.value.more);
      setLoaded((old) => newestFirst([...old, ...done.value.episodes]));
    });
  }, [run, oldest]);

  const first = useRef(true);
  useEffect(() => {
    if (first.current) load();
    first.current = false;
  }, [load]);

  useEffect(() => {
    setLoaded((old) => (old.length === 0 ? old : newestFirst([...recent, ...old])));
  }, [recent]);

  return { episodes: loaded, more, load, busy, failure: failureInWords(failure) ?? null };
}

function newestFirst(episodes: readonly Episode[]): Episode[] {
  const byCycle = new Map(episodes.map((episode) => [episode.cycle, episode]));
  return [...byCycle.values()].sort((a, b) => b.cycle - a.cycle);
}
