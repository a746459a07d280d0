import type { CredentialView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Card } from '../../../components/Card.tsx';
import { FormError } from '../../../components/Field.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useSignWait } from '../../../state/cell.ts';
import { useNode } from '../../../state/context.tsx';
import { openOverlay } from '../../../state/overlays.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';
import { VouchersList } from './VouchersList.tsx';

/** What others said of this operator and what it said of others, signed; and whose word is taken of strangers. */
export function CredentialsCard() {
  const { held, issued } = useNode((node) => node.credentials);
  const isMember = useNode(({ cell }) => cell !== null);
  const wait = useSignWait();
  return (
    <Card
      title={t('credentials.title')}
      action={
        <span className={styles.row}>
          <Button size="small" onClick={() => openOverlay({ kind: 'credential-check' })}>
            {t('credentials.check')}
          </Button>
          {isMember ? (
            <>
              <Button
                size="small"
                disabled={wait !== null}
                onClick={() => openOverlay({ kind: 'credential-define' })}
              >
                {t('credentials.define')}
              </Button>
              <Button
                size="small"
                disabled={wait !== null}
                onClick={() => openOverlay({ kind: 'credential-issue' })}
              >
                {t('credentials.issue')}
              </Button>
            </>
          ) : null}
        </span>
      }
    >
      {held.length === 0 ? (
        <p className={styles.text}>{t('credentials.none')}</p>
      ) : (
        <>
          <h3 className={styles.heading}>{t('credentials.held')}</h3>
          <Table label={t('credentials.held')} columns={heldColumns()} rows={held} rowKey={({ id }) => id} />
        </>
      )}
      {issued.length > 0 ? <Issued issued={issued} canSign={wait === null} /> : null}
      <VouchersList />
    </Card>
  );
}

function Issued({
  issued,
  canSign,
}: {
  readonly issued: readonly CredentialView[];
  readonly canSign: boolean;
}) {
  const again = useCall('credentials.issueAgain');
  return (
    <>
      <h3 className={styles.heading}>{t('credentials.issuedByMe')}</h3>
      <Table
        label={t('credentials.issuedByMe')}
        columns={issuedColumns(canSign, (id) => void again.run({ id }))}
        rows={issued}
        rowKey={({ id }) => id}
      />
      <FormError message={failureInWords(again.failure)} />
    </>
  );
}

function heldColumns(): Column<CredentialView>[] {
  return [
    whatColumn(),
    {
      id: 'from',
      title: t('credentials.from'),
      leaves: 1,
      cell: (one) => (
        <span className={styles.lines}>
          {nameOf(one.issuer)}
          <span>{stateOf(one)}</span>
          {one.outsideUntilMs === null ? null : (
            <span>{t('credentials.outside', { until: fullDate(one.outsideUntilMs) })}</span>
          )}
        </span>
      ),
    },
    {
      id: 'acts',
      title: t('bridges.acts'),
      cell: (one) => (
        <span className={styles.acts}>
          <Button
            size="small"
            variant="quiet"
            aria-label={t('credentials.show.of', { title: visibleLine(one.title, 60) })}
            onClick={() => openOverlay({ kind: 'credential-show', id: one.id })}
          >
            {t('credentials.show')}
          </Button>
          {one.needsPapers ? (
            <Button
              size="small"
              variant="quiet"
              aria-label={t('credentials.papers.newOf', { title: visibleLine(one.title, 60) })}
              onClick={() => openOverlay({ kind: 'credential-new-papers', id: one.id })}
            >
              {t('credentials.papers.new')}
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
}

function issuedColumns(canSign: boolean, again: (id: string) => void): Column<CredentialView>[] {
  return [
    whatColumn(),
    {
      id: 'to',
      title: t('credentials.to'),
      leaves: 1,
      cell: (one) => (
        <span className={styles.lines}>
          {nameOf(one.subject)}
          <span>{stateOf(one)}</span>
        </span>
      ),
    },
    {
      id: 'acts',
      title: t('bridges.acts'),
      cell: (one) => (
        <span className={styles.acts}>
          {one.isOfFormerKey && one.state === 'valid' ? (
            <Button size="small" disabled={!canSign} onClick={() => again(one.id)}>
              {t('credentials.again', { name: nameOf(one.subject) })}
            </Button>
          ) : null}
          {one.subject.did.startsWith('did:key:') && one.state === 'valid' ? (
            <Button
              size="small"
              variant="quiet"
              aria-label={t('credentials.papers.handOverOf', {
                title: visibleLine(one.title, 60),
                name: nameOf(one.subject),
              })}
              onClick={() => openOverlay({ kind: 'credential-make-papers', id: one.id })}
            >
              {t('credentials.papers.handOver')}
            </Button>
          ) : null}
          {one.state === 'valid' || one.state === 'expired' ? (
            <Button
              size="small"
              variant="quiet"
              disabled={!canSign}
              aria-label={t('credentials.revoke.of', {
                title: visibleLine(one.title, 60),
                name: nameOf(one.subject),
              })}
              onClick={() => openOverlay({ kind: 'credential-revoke', id: one.id })}
            >
              {t('credentials.revoke')}
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
}

function whatColumn(): Column<CredentialView> {
  return {
    id: 'what',
    title: t('credentials.what'),
    cell: ({ title: name, claims }) => (
      <span className={styles.lines}>
        <b>{visibleLine(name, 60)}</b>
        {Object.entries(claims).map(([claim, value]) => (
          <span key={claim} dir="auto">
            {t('credentials.claim', { name: claim, value: visibleLine(String(value), 60) })}
          </span>
        ))}
      </span>
    ),
  };
}

function stateOf({ state, validUntilMs }: CredentialView): string {
  return state === 'valid'
    ? t('credentials.validUntil', { until: fullDate(validUntilMs) })
    : t(`credentials.state.${state}`);
}

function nameOf({ name, did }: CredentialView['issuer']): string {
  return visibleLine(name ?? did, 30);
}
