import { useState } from 'react';
import type { MadeRequest } from '#shared/contract/domain/credential.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { QrCode } from '../../../components/cell/QrCode.tsx';
import { Field, FormError } from '../../../components/Field.tsx';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';

const MESH_CLAIMS = ['node_id', 'role', 'cell'] as const;

/** A link that asks for claims of the built-in type, or of one by its id. */
export function AskForOne() {
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
        {made ? <Made request={made} /> : null}
        <p className={styles.row}>
          {made ? null : (
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

/** For who is far away a link, for who stands here a picture: both say the same. */
function Made({ request: { link, expiresMs } }: { readonly request: MadeRequest }) {
  return (
    <div className={styles.made}>
      <QrCode text={link} label={t('credentials.ask.picture')} />
      <div className={styles.lines}>
        <code>{link}</code>
        <div className={styles.row}>
          <CopyButton text={link} label={t('credentials.ask.copy')} />
          <span>{t('credentials.ask.until', { until: clockTime(expiresMs) })}</span>
        </div>
      </div>
    </div>
  );
}
