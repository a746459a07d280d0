import { type FormEvent, useState } from 'react';
import type { CheckView, MadeRequest } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime, shortDate } from '#shared/words/format/times.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { Field, FormError } from '../../../components/Field.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { closeOverlay } from '../../../state/overlays.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';

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
        <Asking />
        <TextArea label={t('credentials.check.papers')} rows={4} value={text} onValue={setText} />
        {result ? <Result result={result} /> : null}
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

const MESH_CLAIMS = ['node_id', 'role', 'cell'] as const;

/** A link that asks for claims of the built-in type, or of one by its id. */
function Asking() {
  const [typeId, setTypeId] = useState('MeshMember:1');
  const [chosen, setChosen] = useState<readonly string[]>(['node_id', 'role']);
  const [made, setMade] = useState<MadeRequest | null>(null);
  const request = useCall('credentials.request');
  const make = async () =>
    setMade((await request.run({ typeId: typeId.trim(), fields: [...chosen] }))?.value ?? null);
  const isBuiltIn = typeId.trim() === 'MeshMember:1';
  return (
    <details>
      <summary>{t('credentials.ask')}</summary>
      <div className={styles.form}>
        <p className={styles.text}>{t('credentials.ask.text')}</p>
        <Field label={t('credentials.ask.type')} value={typeId} onValue={setTypeId} />
        {isBuiltIn ? (
          <fieldset className={styles.checks}>
            <legend>{t('credentials.ask.fields')}</legend>
            {MESH_CLAIMS.map((name) => (
              <Checkbox
                key={name}
                label={name}
                checked={chosen.includes(name)}
                onChange={(checked) =>
                  setChosen(checked ? [...chosen, name] : chosen.filter((other) => other !== name))
                }
              />
            ))}
          </fieldset>
        ) : (
          <Field
            label={t('credentials.ask.fields')}
            value={chosen.join(', ')}
            onValue={(typed) => setChosen(typed.split(',').map((name) => name.trim()))}
          />
        )}
        <p className={styles.row}>
          {made ? (
            <>
              <CopyButton text={made.link} label={t('credentials.ask.copy')} />
              <span className={styles.text}>
                {t('credentials.ask.until', { until: clockTime(made.expiresMs) })}
              </span>
            </>
          ) : (
            <Button size="small" busy={request.busy} onClick={() => void make()}>
              {t('credentials.ask.make')}
            </Button>
          )}
        </p>
        <FormError message={failureInWords(request.failure)} />
      </div>
    </details>
  );
}

function Result({ result }: { readonly result: CheckView }) {
  if (!result.ok) {
    return (
      <div role="status">
        <h3 className={styles.heading}>{t('credentials.check.fails')}</h3>
        <p className={styles.text}>{sentence(result.says)}</p>
      </div>
    );
  }
  const { claims, issuer, issuerLeftAtMs, missing, bound, vouchedBy, standing, validUntilMs } = result.value;
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
        {vouchedBy === 'standing' && standing
          ? t('credentials.check.by.standing', {
              cell: visibleLine(standing.cell, 60),
              day: shortDate(standing.dayMs),
            })
          : t(`credentials.check.by.${vouchedBy === 'standing' ? 'cell' : vouchedBy}`)}{' '}
        {t(bound ? 'credentials.check.bound' : 'credentials.check.unbound')}{' '}
        {t('credentials.check.until', { until: shortDate(validUntilMs) })}
      </p>
      {issuerLeftAtMs === null ? null : (
        <p className={styles.text}>{t('credentials.check.left', { name, day: shortDate(issuerLeftAtMs) })}</p>
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
