import type { ReactNode } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { nameList } from '#shared/words/format/names.ts';
import { closesNeeded, proposalReason, votesCast } from '#shared/words/reasons/proposal-reason.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { CertificateRing } from '../../components/CertificateRing.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { groupedHash } from '../../components/receipts/receipt-words.ts';
import type { MarkShape } from '../../components/StateMark.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { type Step, StepLadder } from '../../components/StepLadder.tsx';
import { votesIn } from '../../components/voting/seat-words.ts';
import { placeLabel } from '../../components/voting/vote-ladder.ts';
import { useNow } from '../../state/now.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './CountCards.module.css';

const CHOICES: readonly {
  readonly choice: Choice;
  readonly icon: IconName;
  readonly of: 'approve' | 'reject' | 'abstain';
}[] = [
  { choice: 'APPROVE', icon: 'check', of: 'approve' },
  { choice: 'REJECT', icon: 'close', of: 'reject' },
  { choice: 'ABSTAIN', icon: 'minus', of: 'abstain' },
];

/** How many votes are in, and how many a result needs. */
export function QuorumCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const nowMs = useNow(30_000);
  const { quorum } = proposal;
  const cast = votesCast(proposal);
  const { sentence, detail } = proposalReason(proposal, nowMs);
  return (
    <Card title={sentence} action={t('governance.quorum', { n: quorum })}>
      <div role="img" aria-label={t('governance.quorum.meter', { n: cast, quorum })} className={styles.meter}>
        {Array.from({ length: quorum }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one segment for each needed person
          <span key={index} data-filled={index < cast} />
        ))}
      </div>
      <p className={styles.small}>{proposal.state === 'closing' && detail ? detail : votesIn(proposal)}</p>
      <Tally proposal={proposal} />
    </Card>
  );
}

function Tally({ proposal }: { readonly proposal: ProposalDetail }) {
  return (
    <dl className={styles.tally}>
      {CHOICES.map(({ choice, icon, of }) => (
        <div key={choice} data-choice={choice}>
          <Icon name={icon} size={15} />
          <dt>{t(`governance.choice.${choice}`)}</dt>
          <dd>{proposal.tally[of]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Said before it happens: who must do what before the result is final. */
export function CountingCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const nowMs = useNow(30_000);
  const { seats, counting, deadlineAtMs, state } = proposal;
  const needed = counting?.needed ?? 1;
  const closed = seats.filter((seat) => seat.closed).length;
  const allClose = state === 'closing' && closesNeeded(proposal) === 0;
  const mark = (done: boolean, current: boolean): MarkShape =>
    done ? 'ok' : current ? 'current' : 'to-come';
  const steps: Step[] = [
    {
      id: 'votes',
      mark: mark(state === 'closing', state === 'voting'),
      title: t('governance.count.votes'),
      detail: t('governance.count.votesSoFar', { n: votesCast(proposal), of: seats.length }),
    },
    {
      id: 'close',
      mark: mark(allClose, state === 'closing'),
      title: t('governance.count.close'),
      detail:
        state === 'closing'
          ? t('governance.count.closedSoFar', { n: closed, of: seats.length })
          : deadlineAtMs !== null && deadlineAtMs > nowMs
            ? t('governance.count.closeWhen', { when: momentInWords(deadlineAtMs, nowMs), n: seats.length })
            : t('governance.count.closeNow'),
    },
    {
      id: 'sign',
      mark: mark(false, allClose),
      title: t('governance.count.sign', { n: needed, of: seats.length }),
      detail: allClose
        ? t('governance.count.signedSoFar', { n: counting?.signatures ?? 0, needed })
        : t('governance.count.final'),
    },
  ];
  return (
    <Card title={t('governance.count')}>
      <StepLadder label={t('governance.count')} steps={steps} />
    </Card>
  );
}

/** The certificate: who signed the same count, how many were needed, where the receipts are. */
export function CertificateCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const { certificate, seats, records } = proposal;
  if (!certificate) return null;
  const { needed, hash } = certificate;
  // In the order of joining, as everywhere; those who signed and have no seat come last.
  const seated = seats.map(({ name }) => name).filter((name) => certificate.signers.includes(name));
  const signers = [...seated, ...certificate.signers.filter((name) => !seated.includes(name))];
  const n = signers.length;
  const of = seats.length;
  const names = nameList(signers);
  const last = records
    .flatMap((record) => {
      const seat = seats.find(({ scid }) => scid === record.scid);
      return record.confirm && seat && signers.includes(seat.name)
        ? [{ place: record.confirm, name: seat.name }]
        : [];
    })
    .sort((a, b) => b.place.atMs - a.place.atMs)[0];
  return (
    <Card>
      <div className={styles.certificate}>
        <CertificateRing
          signed={seats.map(({ name }) => signers.includes(name))}
          label={t('governance.certificate.label', { n, of, names })}
          value={t('governance.certificate.of', { n, of })}
          caption={t('governance.certificate.signed')}
        />
        <div>
          <h2>{t('governance.certificate.by', { n, of })}</h2>
          <p className={styles.small}>{t('governance.certificate.text', { names, n, needed })}</p>
        </div>
      </div>
      <dl className={styles.facts}>
        <Fact name={t('governance.certificate.hash')}>
          <span className={styles.mono} title={hash}>
            {groupedHash(hash)}
          </span>
          <CopyButton size="small" text={hash} label={t('governance.certificate.copy')} />
        </Fact>
        <Fact name={t('governance.certificate.round')}>{certificate.round}</Fact>
        {last ? (
          <Fact name={t('governance.votes.receipt')}>
            <a href={routeHref('chain', last.place.hash)} className={styles.receipt}>
              {placeLabel(last.name, last.place)}
            </a>
          </Fact>
        ) : null}
        <Fact name={t('governance.certificate.checked')}>
          <StateMark mark="ok" size={14} />
          <span>{t('governance.certificate.checkedHere')}</span>
        </Fact>
      </dl>
      <Tally proposal={proposal} />
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
