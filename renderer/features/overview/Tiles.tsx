import { hostOfAddress } from '#shared/words/format/address.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { personName } from '#shared/words/format/person-name.ts';
import { dayHeading, durationFine } from '#shared/words/format/times.ts';
import { mood } from '#shared/words/reasons/mood.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { signed } from '../../components/tokens/token-words.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { usePeople } from '../../state/peer-context.ts';
import { type PageName, routeHref } from '../../state/routes.ts';
import styles from './Overview.module.css';

export function Tiles() {
  return (
    <div className={styles.tiles}>
      <QueueTile />
      <TokensTile />
      <BrainTile />
      <ReachTile />
      <BackupTile />
    </div>
  );
}

function Tile(props: {
  readonly page: PageName;
  readonly title: string;
  readonly value: string;
  readonly detail: string;
}) {
  return (
    <a href={routeHref(props.page)} className={styles.tile}>
      <span className={styles.tileTitle}>{props.title}</span>
      <span className={styles.tileValue}>{props.value}</span>
      <span className={styles.tileDetail}>{props.detail}</span>
    </a>
  );
}

function QueueTile() {
  const queue = useNode((node) => node.queue);
  const people = usePeople();
  const nowMs = useNow(60_000);
  const title = t('overview.tile.queue');
  if (queue.waiting === 0) {
    return (
      <Tile
        page="undelivered"
        title={title}
        value={t('overview.tile.queueEmpty')}
        detail={t('overview.tile.queueEmptyDetail')}
      />
    );
  }
  const names = queue.waitingFor.map((thread) =>
    thread === 'broadcast' ? t('common.everyone').toLowerCase() : personName(people, thread),
  );
  const [first = t('common.unknownPeer'), second] = names;
  const list =
    second === undefined
      ? first
      : names.length === 2
        ? t('list.two', { first, second })
        : t('list.more', { first, n: names.length - 1 });
  return (
    <Tile
      page="undelivered"
      title={title}
      value={t('overview.tile.queueFor', { n: queue.waiting, names: list })}
      detail={
        queue.oldestAtMs === null
          ? ''
          : t('overview.tile.oldest', { duration: durationFine(Math.max(0, nowMs - queue.oldestAtMs)) })
      }
    />
  );
}

function TokensTile() {
  const mine = useNode((node) => node.trust?.balances.find(({ me }) => me));
  if (!mine) return null;
  return (
    <Tile
      page="tokens"
      title={t('overview.tile.tokens')}
      value={signed(mine.balance)}
      detail={t('overview.tile.tokensDetail', { n: mine.fromProposals + mine.fromVotes })}
    />
  );
}

function BrainTile() {
  const agent = useNode((node) => node.agent);
  const last = agent.recent.at(-1);
  return (
    <Tile
      page="agent"
      title={t('overview.tile.brain')}
      value={agent.cycle === 0 ? t('overview.tile.brainNone') : mood(agent).short}
      detail={
        agent.braked
          ? t('overview.tile.braked')
          : last
            ? t('overview.tile.lastAction', { action: t(`agent.action.${last.action}`) })
            : t('overview.tile.brainNoneDetail')
      }
    />
  );
}

function ReachTile() {
  const addresses = useNode((node) => node.me?.addresses) ?? [];
  const hosts = [...new Set(addresses.map(hostOfAddress))];
  return (
    <Tile
      page="settings"
      title={t('overview.tile.reach')}
      value={hosts[0] ?? t('overview.tile.reachNone')}
      detail={
        hosts.length === 0
          ? t('overview.tile.reachNoneDetail')
          : t('overview.tile.addresses', { n: addresses.length })
      }
    />
  );
}

/** When all of this was last saved elsewhere; why not, where a plan could not. */
function BackupTile() {
  const { last, failed } = useNode((node) => node.care);
  const nowMs = useNow(60_000);
  const title = t('overview.tile.backup');
  if (failed) {
    const why = failureInWords(failed);
    return <Tile page="settings" title={title} value={t('overview.tile.backupFailed')} detail={why} />;
  }
  return (
    <Tile
      page="settings"
      title={title}
      value={last ? dayHeading(last.atMs, nowMs) : t('overview.tile.backupNone')}
      detail={
        last
          ? t('overview.tile.backupDetail', { size: byteSize(last.bytes) })
          : t('overview.tile.backupNoneDetail')
      }
    />
  );
}
