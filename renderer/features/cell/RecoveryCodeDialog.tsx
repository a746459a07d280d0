import { useState } from 'react';
import type { Invitation } from '#shared/contract/domain/cell.ts';
import { until } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import styles from '../../components/cell/Cell.module.css';
import { QrCode } from '../../components/cell/QrCode.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { RecoveryRequests } from '../../components/recovery/RecoveryRequests.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';

const HOURS = ['1', '24', '168'] as const;
type Hours = (typeof HOURS)[number];

/** A code for a member that lost its computer, and who asks by it. */
export function RecoveryCodeDialog() {
  const cell = useCell();
  if (!cell) return null;
  const codes = [...cell.recoveryCodes].sort((a, b) => b.createdAtMs - a.createdAtMs);
  return (
    <Dialog title={t('recovery.code.title')} width={620} onClose={closeOverlay}>
      <div className={styles.neighbours}>
        <p className={styles.text}>{t('recovery.code.text')}</p>
        {cell.members.length === 2 ? <p className={styles.text}>{t('recovery.code.ofTwo')}</p> : null}
        <RecoveryRequests />
        {codes.map((code) => (
          <Code key={code.id} code={code} />
        ))}
        <Make isFirst={codes.length === 0 && cell.recoveryRequests.length === 0} />
      </div>
    </Dialog>
  );
}

function Code({ code }: { readonly code: Invitation }) {
  const nowMs = useNow(60_000);
  const withdraw = useCall('recovery.withdrawCode');
  return (
    <div className={styles.invitation}>
      <QrCode text={code.url} label={t('recovery.code.qr')} />
      <div className={styles.facts}>
        <p className={styles.label}>{t('recovery.code.link')}</p>
        <div className={styles.code}>
          <code>{code.url}</code>
        </div>
        <div className={styles.buttons}>
          <CopyButton variant="primary" text={code.url} label={t('cell.invite.copyLink')} />
          <CopyButton text={code.code} label={t('cell.invite.copyCode')} />
          <Button
            variant="danger"
            busy={withdraw.busy}
            onClick={() => {
              void withdraw
                .run({ id: code.id })
                .then((done) => done && showToast(t('recovery.code.withdrawn')));
            }}
          >
            {t('cell.invite.withdraw')}
          </Button>
        </div>
        {code.onlyHere ? <FormError message={t('cell.invite.onlyHere')} /> : null}
        <FormError message={failureInWords(withdraw.failure)} />
        <p className={styles.note}>{t('recovery.code.expires', { when: until(code.expiresAtMs, nowMs) })}</p>
      </div>
    </div>
  );
}

function Make({ isFirst }: { readonly isFirst: boolean }) {
  const [hours, setHours] = useState<Hours>('1');
  const make = useCall('recovery.makeCode');
  const online = useNode((node) => node.online);
  const wait = useSignWait() ?? (online ? null : t('cell.invite.offline'));
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
        variant={isFirst ? 'primary' : 'default'}
        icon="plus"
        busy={make.busy}
        disabled={wait !== null}
        data-autofocus=""
        onClick={() => void make.run({ hours: Number(hours) })}
      >
        {t(isFirst ? 'recovery.code.make' : 'recovery.code.another')}
      </Button>
      <FormError message={failureInWords(make.failure) ?? wait} />
    </div>
  );
}
