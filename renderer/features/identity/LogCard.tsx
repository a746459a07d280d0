import { dayAndTime, isoTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { type LogVersion, readDidLog } from './did-log.ts';
import styles from './Identity.module.css';
import type { IdentityDocument } from './identity-document.ts';

const columns = (): readonly Column<LogVersion>[] => [
  { id: 'version', title: t('identity.log.version'), cell: (row) => row.number },
  {
    id: 'when',
    title: t('identity.log.when'),
    leaves: 2,
    cell: (row) => <time dateTime={isoTime(row.atMs)}>{dayAndTime(row.atMs)}</time>,
  },
  { id: 'what', title: t('identity.log.what'), wraps: true, takesIn: true, cell: (row) => row.sets },
  {
    id: 'hash',
    title: t('identity.log.hash'),
    leaves: 1,
    cell: (row) => (
      <span className={styles.mono} title={row.hash}>
        {row.hash.slice(0, 6)}…{row.hash.slice(-4)}
      </span>
    ),
  },
];

/** Every version of my document: each names the one before, and commits to the keys that may write the next. */
export function LogCard({ document }: { readonly document: IdentityDocument | null }) {
  if (!document) return null;
  const versions = readDidLog(document.log);
  return (
    <Card
      title={t('identity.log')}
      note={t('identity.log.note', { n: document.versions })}
      action={
        <span className={styles.headAction}>
          <CopyButton size="small" variant="quiet" text={document.log} label={t('identity.log.copy')} />
        </span>
      }
    >
      {versions ? (
        <div className={styles.bleed}>
          <Table label={t('identity.log')} columns={columns()} rows={versions} rowKey={(row) => row.number} />
        </div>
      ) : (
        <p className={styles.quiet}>{t('identity.log.unreadable')}</p>
      )}
    </Card>
  );
}
