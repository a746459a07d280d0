import type { UndeliveredRow } from '#shared/contract/domain/undelivered.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { durationFine, isoTime } from '#shared/words/format/times.ts';
import type { MessageReason } from '#shared/words/reasons/message-reason.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import type { Column } from '../../components/Table.tsx';
import { routeHref } from '../../state/routes.ts';
import styles from './Undelivered.module.css';

export interface RowWords {
  readonly nowMs: number;
  readonly nameOf: (to: string) => string;
  readonly reasonOf: (row: UndeliveredRow) => MessageReason;
  readonly isChosen: (row: UndeliveredRow) => boolean;
  readonly choose: (row: UndeliveredRow, chosen: boolean) => void;
  readonly tryNow: (id: string) => void;
  readonly cancel: (row: UndeliveredRow) => void;
  /** Why nothing can be done now. */
  readonly wait: string | null;
}

const SHOWN_TEXT = 160;

export function undeliveredColumns(words: RowWords): Column<UndeliveredRow>[] {
  const { nameOf, wait } = words;
  return [
    {
      id: 'choose',
      title: t('undelivered.choose'),
      width: '64px',
      cell: (row) => (
        <input
          type="checkbox"
          className={styles.choose}
          aria-label={t('undelivered.chooseRow', {
            name: nameOf(row.to),
            text: visibleLine(row.message.text, 60),
          })}
          checked={words.isChosen(row)}
          onChange={(event) => words.choose(row, event.currentTarget.checked)}
        />
      ),
    },
    {
      id: 'to',
      title: t('undelivered.to'),
      cell: ({ message, to }) => (
        <a
          data-item=""
          className={styles.to}
          href={routeHref('messages', message.thread, message.number)}
          title={nameOf(to)}
        >
          {message.thread === 'broadcast' && to !== 'broadcast'
            ? t('undelivered.toOfEveryone', { name: nameOf(to) })
            : nameOf(to)}
        </a>
      ),
    },
    {
      id: 'text',
      title: t('undelivered.text'),
      wraps: true,
      takesIn: true,
      cell: ({ message }) => {
        // Of a file alone its name, as in the list of conversations.
        const text = message.text === '' ? (message.file?.name ?? '') : message.text;
        return (
          <span className={styles.text} dir="auto" title={visibleLine(text, 300)}>
            {visibleLine(text, SHOWN_TEXT)}
          </span>
        );
      },
    },
    {
      id: 'since',
      title: t('undelivered.since'),
      leaves: 1,
      cell: ({ message }) => (
        <time dateTime={isoTime(message.createdAtMs)}>
          {durationFine(Math.max(0, words.nowMs - message.createdAtMs))}
        </time>
      ),
    },
    {
      id: 'reason',
      title: t('undelivered.reason'),
      wraps: true,
      cell: (row) => {
        const { mark, sentence, detail } = words.reasonOf(row);
        return (
          <span className={styles.reason} title={detail}>
            <StateMark mark={mark} size={12} />
            <span>
              {sentence}
              <span className={styles.tries}>
                {' · '}
                {t('undelivered.attempts', { n: row.message.attempts })}
              </span>
            </span>
          </span>
        );
      },
    },
    {
      id: 'acts',
      title: t('undelivered.acts'),
      leaves: 2,
      cell: (row) => (
        <span className={styles.acts}>
          <Button size="small" disabled={wait !== null} onClick={() => words.tryNow(row.message.id)}>
            {t('undelivered.tryNow')}
          </Button>
          <Button size="small" variant="quiet" disabled={wait !== null} onClick={() => words.cancel(row)}>
            {t('undelivered.cancel')}
          </Button>
        </span>
      ),
    },
  ];
}
