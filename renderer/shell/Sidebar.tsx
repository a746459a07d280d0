import { standing } from '#shared/contract/domain/snapshot.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { problemTitle } from '#shared/words/reasons/problem-words.ts';
import { pulse, worstFirst } from '#shared/words/reasons/pulse.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../components/Avatar.tsx';
import { classes } from '../components/class-names.ts';
import { FormError } from '../components/Field.tsx';
import { Icon } from '../components/Icon.tsx';
import { StateMark } from '../components/StateMark.tsx';
import { Switch } from '../components/Switch.tsx';
import { Count, Key } from '../components/Tag.tsx';
import { openRequests, useMyOrder } from '../state/cell.ts';
import { useDashboardState, useNode } from '../state/context.tsx';
import { usePeersApart } from '../state/held-cells.ts';
import { openOverlay } from '../state/overlays.ts';
import { usePeerContext } from '../state/peer-context.ts';
import { type PageName, routeHref, useRoute } from '../state/routes.ts';
import { useCall } from '../state/use-call.ts';
import { useView } from '../state/view-preferences.ts';
import { BrakeKey } from './BrakeKey.tsx';
import { CellSwitcher } from './CellSwitcher.tsx';
import { PAGE_ICONS } from './page-icons.ts';
import styles from './Sidebar.module.css';

const GROUPS: readonly (readonly PageName[])[] = [
  ['overview', 'messages', 'sync'],
  ['governance', 'chain', 'reputation', 'tokens', 'identity'],
  ['agent', 'settings'],
];

export function Sidebar() {
  const rail = useView((view) => view.rail);
  return (
    <div className={classes(styles.sidebar, rail && styles.rail)}>
      <CellSwitcher />
      <button
        type="button"
        className={styles.search}
        aria-keyshortcuts="Control+K"
        onClick={() => openOverlay({ kind: 'palette' })}
      >
        <Icon name="search" size={15} />
        <span className={styles.label}>{t('shell.search')}</span>
        <span className={styles.label}>
          <Key>{t('shell.search.key')}</Key>
        </span>
      </button>
      <nav className={styles.nav} aria-label={t('shell.nav')}>
        {GROUPS.map((group) => (
          <ul key={group[0]}>
            {group.map((page) => (
              <li key={page}>
                <PageLink page={page} />
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <div className={styles.foot}>
        <BrakeKey />
        <PulseLink />
        <MeRow />
      </div>
    </div>
  );
}

function PageLink({ page }: { readonly page: PageName }) {
  const current = useRoute().page === page;
  return (
    <a
      href={routeHref(page)}
      className={styles.link}
      aria-current={current ? 'page' : undefined}
      title={t(`shell.page.${page}`)}
    >
      <Icon name={PAGE_ICONS[page]} />
      <span className={styles.label}>{t(`shell.page.${page}`)}</span>
      {page === 'messages' ? <UnreadCount /> : null}
      {page === 'sync' ? <RequestCount /> : null}
      {page === 'governance' ? <VoteCount /> : null}
      {page === 'agent' ? <SuggestionCount /> : null}
    </a>
  );
}

function UnreadCount() {
  const unread = useNode((node) => node.threads.reduce((sum, thread) => sum + thread.unread, 0));
  return unread > 0 ? <Count value={unread} label={t('shell.unread', { n: unread })} /> : null;
}

function RequestCount() {
  const n = useNode((node) => openRequests(node.cell).length);
  return n > 0 ? <Count tone="accent" value={n} label={t('shell.requests', { n })} /> : null;
}

function VoteCount() {
  const n = useNode((node) => node.proposalCounts.mine);
  return n > 0 ? <Count tone="accent" value={n} label={t('governance.waits', { n })} /> : null;
}

function SuggestionCount() {
  const waiting = useNode((node) => node.agent.suggestion !== null);
  return waiting ? <Count value={1} label={t('shell.suggestions', { n: 1 })} /> : null;
}

function PulseLink() {
  const { here } = usePeersApart();
  const addresses = useNode((node) => node.me?.addresses);
  const problem = useNode((node) => standing(node.problem));
  const stale = useDashboardState((state) => state.stale);
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const context = usePeerContext();
  const normal = pulse(here, context, addresses ?? []);
  const headline = problem ? problemTitle(problem) : normal.headline;
  const detail = problem ? t('shell.problem.peersFrom', { time: clockTime(heardAtMs) }) : normal.detail;
  const judged = worstFirst(here, context).sort((a, b) => a.peer.order - b.peer.order);
  return (
    <a href={routeHref('sync')} className={classes(styles.pulse, stale && styles.stale)}>
      {judged.length > 0 ? (
        <span className={styles.avatars}>
          {judged.slice(0, 6).map(({ peer, reason }) => (
            <Avatar
              key={peer.did}
              name={peer.name}
              order={peer.order}
              size={27}
              offline={reason.mark === 'offline'}
              mark={stale ? 'waiting' : reason.mark}
            />
          ))}
        </span>
      ) : null}
      <span className="visuallyHidden">{t('shell.pulse.open')}</span>
      <span className={styles.label}>
        <span className={classes(styles.headline, problem !== null && styles.bad)}>
          {problem ? <StateMark mark="stop" size={12} /> : null}
          {headline}
        </span>
        <span className={styles.sub} title={detail}>
          {detail}
        </span>
      </span>
    </a>
  );
}

function MeRow() {
  const me = useNode((node) => node.me);
  const online = useNode((node) => node.online);
  const problem = useNode((node) => standing(node.problem));
  const barred = useNode((node) => (node.cell?.signingBarred ?? null) !== null);
  const order = useMyOrder();
  const stale = useDashboardState((state) => state.stale);
  const setOnline = useCall('me.setOnline');
  if (!me) return null;
  const state = stale
    ? t('shell.me.stale')
    : problem || barred
      ? t('shell.me.readingOnly')
      : t(online ? 'shell.me.online' : 'shell.me.offline');
  return (
    <div className={styles.me}>
      <a href={routeHref('settings')} aria-label={t('shell.me.open', { name: me.name })} title={me.name}>
        <Avatar name={me.name} order={order} size={28} />
      </a>
      <div className={styles.label}>
        <p className={styles.meName} title={me.name}>
          {me.name}
        </p>
        <p className={styles.sub} title={state}>
          {state}
        </p>
        <FormError message={failureInWords(setOnline.failure)} />
      </div>
      {stale || problem ? null : (
        <span className={styles.label}>
          <Switch
            label={t('shell.me.switch')}
            checked={online}
            disabled={setOnline.busy}
            onChange={(next) => void setOnline.run({ online: next })}
          />
        </span>
      )}
    </div>
  );
}
