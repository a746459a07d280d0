import { useEffect, useState } from 'react';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { deedInWords } from '#shared/words/reasons/receipt-summary.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { AgentTag } from '../../components/agent/AgentTag.tsx';
import { IconButton, TextButton } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { FormError } from '../../components/Field.tsx';
import { RawText } from '../../components/RawText.tsx';
import { groupedHash, holdersOf, kindLabel, receiptLabel } from '../../components/receipts/receipt-words.ts';
import { StateMark } from '../../components/StateMark.tsx';
import { ProofButton } from '../../components/voting/ProofButton.tsx';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import styles from './Inspector.module.css';
import { type ReadCell, receiptHref } from './read-cell.ts';
import { receiptChecks } from './receipt-checks.ts';
import { useVerification } from './verification.ts';

/** One receipt: what it did, what was checked of it, what it builds on, and its bytes. */
export function Inspector(props: {
  readonly receipt: Receipt;
  readonly cell: ReadCell;
  readonly all: readonly Receipt[];
  readonly onClose: (() => void) | null;
}) {
  const { receipt, cell, all, onClose } = props;
  const order = cell.members.find((member) => member.scid === receipt.author)?.order ?? 6;
  return (
    <div className={styles.inspector}>
      <header className={styles.header}>
        <Avatar name={receipt.name} order={order} size={32} />
        <div>
          <h2>{receiptLabel(receipt)}</h2>
          <p>
            {t('chain.inspector.when', {
              kind: kindLabel(receipt.kind),
              time: dayAndTime(receipt.atMs),
            })}
          </p>
        </div>
        {onClose ? <IconButton icon="close" label={t('chain.inspector.close')} onClick={onClose} /> : null}
      </header>
      <p className={styles.summary} dir="auto">
        {deedInWords(receipt.deed)}
      </p>
      <ByAgent receipt={receipt} cell={cell} />
      <Checks receipt={receipt} all={all} isLive={cell.live !== null} />
      <Seen receipt={receipt} all={all} cell={cell} />
      <Fingerprint receipt={receipt} cell={cell} />
      {receipt.decided && cell.live ? (
        <div className={styles.buttons}>
          <ProofButton proposal={receipt.decided} />
        </div>
      ) : null}
      <Raw key={receipt.hash} hash={receipt.hash} cell={cell.id} />
    </div>
  );
}

function ByAgent({
  receipt: { deed, name, author },
  cell,
}: {
  readonly receipt: Receipt;
  readonly cell: ReadCell;
}) {
  if (deed.did !== 'draft' || deed.agent === undefined) return null;
  const mine = cell.live?.members.find(({ scid }) => scid === author)?.me === true;
  return (
    <p className={styles.agent}>
      <AgentTag name={name} mine={mine} digest={deed.agent} />
    </p>
  );
}

function Checks(props: {
  readonly receipt: Receipt;
  readonly all: readonly Receipt[];
  readonly isLive: boolean;
}) {
  const { receipt, all, isLive } = props;
  const verified = useVerification((state) => (isLive ? state.last : null));
  return (
    <section>
      <h3>{t('chain.checks')}</h3>
      <ul className={styles.checks}>
        {receiptChecks(receipt, all, verified).map((check) => (
          <li key={check.id} data-mark={check.mark}>
            <StateMark mark={check.mark} size={15} />
            <div>
              <p>{check.title}</p>
              <p>{check.detail}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the author had applied of others when it signed. */
function Seen(props: {
  readonly receipt: Receipt;
  readonly all: readonly Receipt[];
  readonly cell: ReadCell;
}) {
  const { receipt, all, cell } = props;
  const seen = all.filter((other) => receipt.seen.includes(other.hash));
  if (receipt.seen.length === 0) return null;
  return (
    <section>
      <h3>{t('chain.seen')}</h3>
      <ul className={styles.seen}>
        {seen.map((other) => (
          <li key={other.hash}>
            <a href={receiptHref(cell, other.hash)}>{receiptLabel(other)}</a>
          </li>
        ))}
        {receipt.seen.length > seen.length ? (
          <li>{t('list.more', { first: '…', n: receipt.seen.length - seen.length })}</li>
        ) : null}
      </ul>
    </section>
  );
}

function Fingerprint({ receipt, cell }: { readonly receipt: Receipt; readonly cell: ReadCell }) {
  const holdings = useNode((node) => node.holdings);
  const holders = cell.live && holdersOf(receipt, cell.live, holdings);
  const names = holders?.map((member) => visibleLine(member.name, 24)).join(', ');
  return (
    <section>
      <h3>{t('chain.fingerprint')}</h3>
      <dl className={styles.facts}>
        <div>
          <dt>{t('chain.hash')}</dt>
          <dd className={styles.mono} title={receipt.hash}>
            {groupedHash(receipt.hash)}
          </dd>
        </div>
        {receipt.prev ? (
          <div>
            <dt>{t('chain.previous')}</dt>
            <dd className={styles.mono} title={receipt.prev}>
              <a href={receiptHref(cell, receipt.prev)}>{groupedHash(receipt.prev)}</a>
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('chain.holders')}</dt>
          <dd>
            {holders === null
              ? t('chain.unknown')
              : holders.length === cell.members.length
                ? t('chain.holders.all', { n: holders.length })
                : names}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Raw({ hash, cell }: { readonly hash: string; readonly cell: string }) {
  const raw = useCall('log.raw');
  const { run } = raw;
  const [open, setOpen] = useState(false);
  const [json, setJson] = useState<string | null>(null);
  useEffect(() => {
    if (open) void run({ hash, cell }).then((done) => done && setJson(done.value.json));
  }, [open, hash, cell, run]);
  return (
    <section>
      <div className={styles.buttons}>
        <CopyButton size="small" text={hash} label={t('chain.hash.copy')} />
        <TextButton aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'chain.raw.hide' : 'chain.raw')}
        </TextButton>
      </div>
      {open && json !== null ? (
        <RawText text={json} label={t('chain.raw.label')} copyLabel={t('chain.raw.copy')} />
      ) : null}
      <FormError message={failureInWords(raw.failure)} />
    </section>
  );
}
