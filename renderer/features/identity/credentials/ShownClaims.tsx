import type { CredentialView, RequestView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { FormError } from '../../../components/Field.tsx';
import styles from './Credentials.module.css';

/** Who asks for what, and what of it is shown. `credential` null: nothing of that type is held here. */
export function ShownClaims(props: {
  readonly request: RequestView;
  readonly credential: CredentialView | null;
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}) {
  const { credential, request, chosen, onChosen } = props;
  const { verifier, fields, expiresMs, isExpired, typeId, title } = request;
  const at = clockTime(expiresMs);
  const asks = { verifier: visibleLine(verifier.name ?? verifier.did, 60), until: at };
  return (
    <>
      <p className={styles.text}>{t('credentials.show.asks', asks)}</p>
      {isExpired ? <FormError message={t('error.credentials.requestExpired', { at })} /> : null}
      {credential === null ? (
        <>
          <p className={styles.text}>
            {t('credentials.show.asksFor', {
              type: visibleLine(title ?? typeId, 64),
              fields: fields.map((name) => visibleLine(name, 64)).join(', '),
            })}
          </p>
          <FormError message={t('credentials.show.noneFits')} />
        </>
      ) : (
        <>
          {typeId === credential.typeId ? null : <FormError message={t('credentials.show.otherType')} />}
          <fieldset className={styles.checks}>
            <legend>{t('credentials.show.choose')}</legend>
            {Object.entries(credential.claims).map(([name, value]) => (
              <Checkbox
                key={name}
                label={t(fields.includes(name) ? 'credentials.show.asked' : 'credentials.show.notAsked', {
                  name,
                  value: visibleLine(String(value), 60),
                })}
                checked={chosen.includes(name)}
                onChange={(checked) =>
                  onChosen(checked ? [...chosen, name] : chosen.filter((other) => other !== name))
                }
              />
            ))}
          </fieldset>
          <p className={styles.text}>{t('credentials.show.sees')}</p>
        </>
      )}
    </>
  );
}
