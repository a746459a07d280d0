import type { CellMember } from '#shared/contract/domain/cell.ts';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { leftFor } from '#shared/words/reasons/peers-apart.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button, IconButton, TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Menu } from '../../components/Menu.tsx';
import { type MarkShape, StateMark } from '../../components/StateMark.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { isFormer, useCell, useRemovalWait } from '../../state/cell.ts';
import { copyText } from '../../state/clipboard.ts';
import { useLiveCell } from '../../state/held-cells.ts';
import { openOverlay } from '../../state/overlays.ts';
import styles from './Identity.module.css';

const nameColumn = (former: boolean, live: HeldCell | null): Column<CellMember> => ({
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
        {member.key.by === 'first' ? null : (
          <span>{t(`recovery.members.${member.key.by}`, { date: fullDate(member.key.sinceMs) })}</span>
        )}
        {leftFor(live, member.scid) === null ? null : <span>{leftFor(live, member.scid)}</span>}
        <span className={styles.fingerprint}>{member.fingerprint}</span>
        <span>
          {comparedText(member)}{' '}
          {former ? null : (
            <TextButton
              aria-label={t('identity.compare.of', { name: visibleLine(member.name, 24) })}
              onClick={() => compare(member)}
            >
              {t('identity.compare')}
            </TextButton>
          )}
        </span>
      </span>
    </span>
  ),
});

const actsColumn = (waits: boolean, former: boolean): Column<CellMember> => ({
  id: 'acts',
  title: t('identity.members.did'),
  numeric: true,
  cell: (member) => {
    const name = visibleLine(member.name, 24);
    const more = t('identity.members.more', { name });
    return (
      <span className={styles.memberActions}>
        <StateMark mark={comparedMark(member)} />
        <IconButton
          icon="copy"
          label={t('identity.members.copy', { name })}
          onClick={() => void copyText(member.did)}
        />
        {former ? null : (
          <Menu
            label={more}
            items={[{ label: t('governance.removal'), disabled: waits, onSelect: () => propose(member) }]}
            trigger={<IconButton icon="more" label={more} />}
          />
        )}
      </span>
    );
  },
});

function comparedMark({ compared }: CellMember): MarkShape {
  return !compared ? 'offline' : compared.isOutdated ? 'caution' : 'ok';
}

function comparedText({ compared }: CellMember): string {
  if (!compared) return t('identity.compared.not');
  const date = fullDate(compared.atMs);
  return t(compared.isOutdated ? 'identity.compared.outdated' : 'identity.compared', { date });
}

function compare({ scid }: CellMember): void {
  openOverlay({ kind: 'compare', scid });
}

function propose({ scid }: CellMember): void {
  openOverlay({ kind: 'remove-member', scid });
}

export function MembersCard() {
  const cell = useCell();
  const wait = useRemovalWait();
  const former = isFormer(cell);
  const live = useLiveCell();
  const me = cell?.members.find((member) => member.me);
  const others = cell?.members.filter((member) => !member.me) ?? [];
  return (
    <Card title={t('identity.members')} note={others.length > 0 ? others.length : null}>
      {others.length > 0 ? (
        <div className={styles.bleed}>
          <Table
            label={t('identity.members')}
            columns={[nameColumn(former, live), actsColumn(wait !== null, former)]}
            rows={others}
            rowKey={(member) => member.scid}
          />
        </div>
      ) : (
        <p className={styles.quiet}>{t(cell ? 'identity.members.none' : 'identity.members.noCell')}</p>
      )}
      {me && others.length > 0 ? (
        <p className={styles.leave}>
          <Button size="small" variant="quiet" onClick={() => openOverlay({ kind: 'recovery-code' })}>
            {t('recovery.code.open')}
          </Button>
        </p>
      ) : null}
      {me ? (
        <p className={styles.leave}>
          <Button size="small" variant="quiet" disabled={wait !== null} onClick={() => propose(me)}>
            {t('governance.leave')}
          </Button>
          {wait ? <span className={styles.quiet}>{wait}</span> : null}
        </p>
      ) : null}
    </Card>
  );
}
