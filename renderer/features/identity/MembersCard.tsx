import type { CellMember } from '#shared/domain/cell.ts';
import { shortIdentifier } from '#shared/format/identifier.ts';
import { visibleLine } from '#shared/format/peer-text.ts';
import { fullDate } from '#shared/format/times.ts';
import { t } from '#shared/i18n/translate.ts';
import { useCell } from '../../app/cell.ts';
import { copyText } from '../../app/clipboard.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { IconButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import styles from './Identity.module.css';

const COLUMNS: readonly Column<CellMember>[] = [
  {
    id: 'member',
    title: t('identity.members.name'),
    cell: (member) => (
      <span className={styles.member}>
        <Avatar name={member.name} order={member.order} size={28} />
        <span>
          <bdi>{visibleLine(member.name, 24)}</bdi>
          {member.joinedAtMs === null ? null : (
            <span>{t('identity.members.since', { date: fullDate(member.joinedAtMs) })}</span>
          )}
        </span>
      </span>
    ),
  },
  {
    id: 'did',
    title: t('identity.members.did'),
    cell: (member) => (
      <span className={styles.memberDid}>
        <span className={styles.mono} title={member.did}>
          {shortMember(member.did)}
        </span>
        <IconButton
          icon="copy"
          label={t('identity.members.copy', { name: visibleLine(member.name, 24) })}
          onClick={() => void copyText(member.did)}
        />
      </span>
    ),
  },
];

/** `QmZ4…e7Tn`: of a did:webvh its SCID, the part that no two have in common. */
function shortMember(did: string): string {
  const scid = /^did:webvh:([^:]+)/.exec(did)?.[1];
  return shortIdentifier(scid ?? did);
}

export function MembersCard() {
  const cell = useCell();
  const others = cell?.members.filter((member) => !member.me) ?? [];
  return (
    <Card title={t('identity.members')} note={others.length > 0 ? others.length : null}>
      {others.length > 0 ? (
        <div className={styles.bleed}>
          <Table
            label={t('identity.members')}
            columns={COLUMNS}
            rows={others}
            rowKey={(member) => member.scid}
          />
        </div>
      ) : (
        <p className={styles.quiet}>{t(cell ? 'identity.members.none' : 'identity.members.noCell')}</p>
      )}
    </Card>
  );
}
