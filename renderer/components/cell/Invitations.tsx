import { useEffect, useRef, useState } from 'react';
import type { Cell, Invitation } from '#shared/contract/domain/cell.ts';
import { INVITATION_HOURS } from '#shared/protocol/limits.ts';
import { ago, until } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { openRequests, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { isFocusLost } from '../../state/step-focus.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { Button, TextButton } from '../Button.tsx';
import { CopyButton } from '../CopyButton.tsx';
import { FormError } from '../Field.tsx';
import { Segmented } from '../Segmented.tsx';
import styles from './Cell.module.css';
import { QrCode } from './QrCode.tsx';
import { ShownHere } from './ShownHere.tsx';

const HOURS = ['1', '24', '168'] as const;
type Hours = (typeof HOURS)[number];

export interface InvitationsProps {
  readonly cell: Cell;
  /** One is made as soon as it can be, if none is open. */
  readonly wanted: boolean;
  /** It is being made, or there is one: more would come of the same wish only by a click. */
  readonly onWanted: () => void;
}

export function Invitations({ cell, wanted, onWanted }: InvitationsProps) {
  const open = [...cell.invitations]
    .filter((invitation) => invitation.usedBy === null)
    .sort((a, b) => b.createdAtMs - a.createdAtMs);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = open.find((invitation) => invitation.id === chosen) ?? open[0] ?? null;
  const others = open.filter((invitation) => invitation !== shown);
  // Whoever asks now comes first.
  const isNext = shown === null && openRequests(cell).length === 0;
  return (
    <div className={styles.form}>
      <p className={styles.text}>{t('cell.invite.text')}</p>
      {shown ? <Shown key={shown.id} invitation={shown} /> : null}
      <ShownHere cell={cell} />
      <Make first={shown === null} isNext={isNext} wanted={wanted} onWanted={onWanted} onMade={setChosen} />
      {others.length > 0 ? (
        <div className={styles.others}>
          <h3>{t('cell.invite.open')}</h3>
          <ul>
            {others.map((invitation) => (
              <OtherRow key={invitation.id} invitation={invitation} onShow={() => setChosen(invitation.id)} />
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

function Shown({ invitation }: { readonly invitation: Invitation }) {
  const nowMs = useNow(60_000);
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isFocusLost()) copy.current?.focus();
  }, []);
  return (
    <div className={styles.invitation}>
      <QrCode text={invitation.url} label={t('cell.invite.qr')} />
      <div className={styles.facts}>
        <p className={styles.label}>{t('cell.invite.link')}</p>
        <div className={styles.code}>
          <code>{invitation.url}</code>
        </div>
        <div className={styles.buttons}>
          <CopyButton
            ref={copy}
            variant="primary"
            data-autofocus=""
            text={invitation.url}
            label={t('cell.invite.copyLink')}
          />
          <CopyButton text={invitation.code} label={t('cell.invite.copyCode')} />
          <Withdraw id={invitation.id} />
        </div>
        {invitation.onlyHere ? <FormError message={t('cell.invite.onlyHere')} /> : null}
        <p className={styles.note}>
          {t('cell.invite.expires', { when: until(invitation.expiresAtMs, nowMs) })}
        </p>
      </div>
    </div>
  );
}

function OtherRow({ invitation, onShow }: { readonly invitation: Invitation; readonly onShow: () => void }) {
  const nowMs = useNow(60_000);
  return (
    <li>
      <span>
        {t('cell.invite.openRow', {
          ago: ago(invitation.createdAtMs, nowMs),
          when: until(invitation.expiresAtMs, nowMs),
        })}
      </span>
      <TextButton onClick={onShow}>{t('cell.invite.show')}</TextButton>
      <Withdraw id={invitation.id} />
    </li>
  );
}

function Withdraw({ id }: { readonly id: string }) {
  const revoke = useCall('cell.revokeInvitation');
  return (
    <>
      <Button
        size="normal"
        variant="danger"
        busy={revoke.busy}
        onClick={() => {
          void revoke.run({ id }).then((done) => done && showToast(t('cell.invite.withdrawn')));
        }}
      >
        {t('cell.invite.withdraw')}
      </Button>
      <FormError message={failureInWords(revoke.failure)} />
    </>
  );
}

function Make(props: {
  /** No other invitation is open. */
  readonly first: boolean;
  /** It is what this operator does next. */
  readonly isNext: boolean;
  readonly wanted: boolean;
  readonly onWanted: () => void;
  readonly onMade: (id: string) => void;
}) {
  const { first, isNext, wanted, onWanted, onMade } = props;
  const [hours, setHours] = useState<Hours>(`${INVITATION_HOURS}`);
  const invite = useCall('cell.invite');
  const online = useNode((node) => node.online);
  const wait = useSignWait() ?? (online ? null : t('cell.invite.offline'));
  const make = () => {
    void invite.run({ hours: Number(hours) }).then((done) => done && onMade(done.value.id));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `make` is another one each time, and the wish ends with it
  useEffect(() => {
    if (!wanted || (first && wait !== null)) return;
    onWanted();
    if (first) make();
  }, [wanted, first, wait]);
  return (
    <div className={styles.make}>
      <Segmented
        showLabel
        label={t('cell.invite.for')}
        value={hours}
        options={HOURS.map((value) => ({ value, label: t(`cell.invite.hours.${value}`) }))}
        onChange={setHours}
      />
      <Button
        variant={isNext ? 'primary' : 'default'}
        icon="plus"
        busy={invite.busy}
        disabled={wait !== null}
        data-autofocus=""
        onClick={make}
      >
        {t(first ? 'cell.invite.make' : 'cell.invite.another')}
      </Button>
      <FormError message={failureInWords(invite.failure) ?? wait} />
    </div>
  );
}
