import { type FormEvent, useState } from 'react';
import type { CheckView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { closeOverlay, openOverlay } from '../../../state/overlays.ts';
import { useCall } from '../../../state/use-call.ts';
import { AskForOne } from './AskForOne.tsx';
import styles from './Credentials.module.css';
import { PapersField } from './PapersField.tsx';

/** Asks somebody to show a credential, and checks what was handed over. */
export function CheckDialog() {
  const [text, setText] = useState('');
  const [result, setResult] = useState<CheckView | null>(null);
  const check = useCall('credentials.check');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setResult((await check.run({ text }))?.value ?? null);
  };
  return (
    <Dialog title={t('credentials.check.title')} width={560} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <AskForOne />
        <PapersField label={t('credentials.check.papers')} value={text} onValue={setText} />
        {result ? <Result result={result} papers={text} /> : null}
        <FormError message={failureInWords(check.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.close')}
          </Button>
          <Button type="submit" variant="primary" busy={check.busy} disabled={text.trim() === ''}>
            {t('credentials.check.now')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Result({ result, papers }: { readonly result: CheckView; readonly papers: string }) {
  if (!result.ok) {
    return (
      <div role="status">
        <h3 className={styles.heading}>{t('credentials.check.fails')}</h3>
        <p className={styles.text}>{sentence(result.says)}</p>
        {result.code === 'issuer-unknown' ? (
          <Button size="small" onClick={() => openOverlay({ kind: 'credential-issuer', papers })}>
            {t('credentials.issuer.ask')}
          </Button>
        ) : null}
      </div>
    );
  }
  const { claims, issuer, issuerLeftAtMs, missing, bound, validUntilMs } = result.value;
  const name = visibleLine(issuer.name ?? issuer.did, 60);
  return (
    <div role="status">
      <h3 className={styles.heading}>{t('credentials.check.holds', { name })}</h3>
      <dl className={styles.claims}>
        {Object.entries(claims).map(([claim, value]) => (
          <ClaimRow key={claim} name={claim} value={visibleLine(String(value), 200)} />
        ))}
      </dl>
      <p className={styles.text}>
        {vouchedFor(result.value)} {t(bound ? 'credentials.check.bound' : 'credentials.check.unbound')}{' '}
        {t('credentials.check.until', { until: fullDate(validUntilMs) })}
      </p>
      {issuerLeftAtMs === null ? null : (
        <p className={styles.text}>{t('credentials.check.left', { name, day: fullDate(issuerLeftAtMs) })}</p>
      )}
      {missing.length === 0 ? null : (
        <p className={styles.text}>{t('credentials.check.missing', { fields: missing.join(', ') })}</p>
      )}
    </div>
  );
}

function ClaimRow({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </>
  );
}

function vouchedFor({ vouchedBy, cell, standing }: Extract<CheckView, { ok: true }>['value']): string {
  switch (vouchedBy) {
    case 'cell':
      return t('credentials.check.by.cell', { cell: visibleLine(cell ?? '', 60) });
    case 'standing':
      return t('credentials.check.by.standing', {
        cell: visibleLine(standing?.cell ?? '', 60),
        day: fullDate(standing?.dayMs ?? 0),
      });
    default:
      return t(`credentials.check.by.${vouchedBy}`);
  }
}
