import type { Thread } from '#shared/contract/domain/message.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { listTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import type { IconName } from '../../components/Icon.tsx';
import { Tag, type Tone } from '../../components/Tag.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { usePeople } from '../../state/peer-context.ts';
import { goTo, routeHref } from '../../state/routes.ts';
import styles from './Overview.module.css';

const SHOWN = 4;

type State = NonNullable<Thread['last']>['state'];

const LOOKS: Readonly<Record<State, { readonly tone: Tone; readonly icon?: IconName }>> = {
  delivered: { tone: 'ok', icon: 'check' },
  received: { tone: 'neutral' },
  queued: { tone: 'neutral', icon: 'clock' },
  sending: { tone: 'accent' },
  sent: { tone: 'accent' },
  relayed: { tone: 'neutral', icon: 'clock' },
  expired: { tone: 'bad', icon: 'clock' },
  refused: { tone: 'bad', icon: 'close' },
  cancelled: { tone: 'neutral', icon: 'close' },
};

/** Did it arrive? The newest message of each conversation, with its state. */
export function LastMessages() {
  const threads = useNode((node) => node.threads);
  const people = usePeople();
  const nowMs = useNow(60_000);
  const newest = threads
    .flatMap((thread) => (thread.last ? [{ id: thread.id, last: thread.last }] : []))
    .sort((a, b) => b.last.atMs - a.last.atMs)
    .slice(0, SHOWN);
  return (
    <Card
      flush
      title={t('overview.messages')}
      action={<TextButton onClick={() => goTo('messages')}>{t('overview.messages.all')}</TextButton>}
    >
      {newest.length === 0 ? <p className={styles.quiet}>{t('overview.messages.none')}</p> : null}
      {newest.map(({ id, last }) => {
        const name = threadName(people, id);
        const text = visibleLine(last.text, 120);
        const line = last.direction === 'out' ? t('overview.messages.you', { text }) : text;
        const look = LOOKS[last.state];
        return (
          <a key={id} href={routeHref('messages', id)} className={styles.last}>
            <span className={styles.lastName} title={name}>
              {name}
            </span>
            <span className={styles.lastText} dir="auto" title={line}>
              {line}
            </span>
            <Tag tone={look.tone} {...(look.icon ? { icon: look.icon } : {})}>
              {t(`overview.tag.${last.state}`)}
            </Tag>
            <span className={styles.lastTime}>{listTime(last.atMs, nowMs)}</span>
          </a>
        );
      })}
    </Card>
  );
}
