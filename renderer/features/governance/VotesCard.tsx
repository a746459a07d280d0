import type { ProposalDetail, ReceiptPlace, Seat, SeatRecord } from '#shared/contract/domain/governance.ts';
import { columnOf } from '#shared/contract/domain/proposal-column.ts';
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { momentShort } from '#shared/words/format/closing-time.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { isoTime } from '#shared/words/format/times.ts';
import { choiceWord } from '#shared/words/reasons/choice-word.ts';
import { votesCast } from '#shared/words/reasons/proposal-reason.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Card } from '../../components/Card.tsx';
import type { IconName } from '../../components/Icon.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Tag, type Tone } from '../../components/Tag.tsx';
import { placeLabel } from '../../components/voting/vote-ladder.ts';
import { useMembersByScid } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './VotesCard.module.css';

const CHOICE_LOOKS: Readonly<Record<Choice, { readonly tone: Tone; readonly icon: IconName }>> = {
  APPROVE: { tone: 'ok', icon: 'check' },
  REJECT: { tone: 'bad', icon: 'close' },
  ABSTAIN: { tone: 'neutral', icon: 'minus' },
};

export function ChoiceTag({ choice }: { readonly choice: Choice }) {
  const { tone, icon } = CHOICE_LOOKS[choice];
  return (
    <Tag tone={tone} icon={icon}>
      {choiceWord(choice)}
    </Tag>
  );
}

interface Row {
  readonly seat: Seat;
  readonly order: number;
  readonly record: SeatRecord | undefined;
  /** Since when the member is out of reach, in words, or null. */
  readonly away: boolean;
}

/** Who voted, and what each has signed of the closing. */
export function VotesCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const members = useMembersByScid();
  const peers = useNode((node) => node.peers);
  const nowMs = useNow(30_000);
  const decided = columnOf(proposal) === 'decided';
  // Once it closes, who signed the count matters more than when each vote was signed.
  const counts = decided || proposal.state === 'closing';
  const { seats, records, certificate } = proposal;
  const rows = seats.map((seat, index): Row => {
    const member = members.get(seat.scid);
    const peer = peers.find(({ did }) => did === member?.did);
    return {
      seat,
      order: member?.order ?? index,
      record: records.find(({ scid }) => scid === seat.scid),
      away: peer !== undefined && peer.link.state !== 'connected',
    };
  });
  const time = (place: ReceiptPlace) => (
    <time dateTime={isoTime(place.atMs)}>{momentShort(place.atMs, nowMs)}</time>
  );
  const columns: Column<Row>[] = [
    { id: 'member', title: t('governance.votes.member'), cell: (row) => <Member {...row} /> },
    {
      id: 'vote',
      title: t('governance.votes.vote'),
      cell: ({ seat }) =>
        seat.choice ? (
          <ChoiceTag choice={seat.choice} />
        ) : seat.me && proposal.needsMyVote ? (
          <span className={styles.waitsForYou}>{t('governance.votes.waits')}</span>
        ) : (
          t(decided ? 'governance.votes.none' : 'governance.votes.notYet')
        ),
    },
    ...(counts
      ? []
      : [
          {
            id: 'signed',
            title: t('governance.votes.signed'),
            leaves: 2,
            cell: ({ record, away }: Row) =>
              record?.vote ? time(record.vote) : away ? t('governance.votes.away') : '–',
          },
        ]),
    {
      id: 'receipt',
      title: t('governance.votes.receipt'),
      leaves: 1,
      cell: ({ seat, record }) =>
        record?.vote ? (
          <a href={routeHref('chain', record.vote.hash)} className={styles.receipt}>
            {placeLabel(seat.name, record.vote)}
          </a>
        ) : (
          '–'
        ),
    },
    {
      id: 'closed',
      title: t('governance.votes.closed'),
      leaves: 3,
      cell: ({ record }) =>
        record?.close
          ? time(record.close)
          : t(decided ? 'governance.votes.notClosed' : 'governance.votes.notYet'),
    },
    ...(counts
      ? [
          {
            id: 'count',
            title: t('governance.votes.count'),
            leaves: 4,
            cell: ({ seat, record }: Row) =>
              record?.confirm ? (
                <span className={styles.signedCount}>
                  <StateMark mark="ok" size={13} />
                  {time(record.confirm)}
                </span>
              ) : (
                t(
                  certificate && !certificate.signers.includes(seat.name)
                    ? 'governance.votes.notNeeded'
                    : 'governance.votes.notYet',
                )
              ),
          },
        ]
      : []),
  ];
  const closed = seats.filter((seat) => seat.closed).length;
  return (
    <Card
      title={t('governance.votes')}
      note={t('governance.votes.of', { n: votesCast(proposal), of: seats.length })}
      action={t('governance.votes.closedOf', { n: closed, of: seats.length })}
    >
      <div className={styles.bleed}>
        <Table label={t('governance.votes')} columns={columns} rows={rows} rowKey={({ seat }) => seat.scid} />
      </div>
    </Card>
  );
}

function Member({ seat, order, away }: Row) {
  return (
    <span className={styles.member}>
      <Avatar name={seat.name} order={order} size={24} offline={away} mark={away ? 'offline' : null} />
      <span className={styles.memberName} title={visibleLine(seat.name, 40)}>
        {visibleLine(seat.name, 40)}
      </span>
      {seat.me ? <span className={styles.quiet}>{t('governance.you')}</span> : null}
    </span>
  );
}
