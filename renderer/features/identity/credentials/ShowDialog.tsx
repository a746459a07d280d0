import { type FormEvent, useState } from 'react';
import type { CredentialView, RequestView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { useNode } from '../../../state/context.tsx';
import { closeOverlay } from '../../../state/overlays.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';

/** Answers a verifier's request with chosen claims, or hands over the whole of it. */
export function ShowDialog({ id }: { readonly id: string }) {
  const credential = useNode((node) => node.credentials.held.find((one) => one.id === id));
  const [link, setLink] = useState('');
  const [request, setRequest] = useState<RequestView | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [answer, setAnswer] = useState<string | null>(null);
  const read = useCall('credentials.readRequest');
  const show = useCall('credentials.show');
  if (!credential) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!request) {
      const asked = (await read.run({ text: link }))?.value ?? null;
      setRequest(asked);
      // What was not asked for is ticked by hand.
      setChosen(asked?.fields.filter((name) => Object.hasOwn(credential.claims, name)) ?? []);
      return;
    }
    const shown = await show.run({ id, request: link, claims: [...chosen] });
    setAnswer(shown?.value.text ?? null);
  };
  const whole = async () =>
    setAnswer((await show.run({ id, request: null, claims: [] }))?.value.text ?? null);
  return (
    <Dialog title={t('credentials.show.title')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {answer !== null ? (
          <p className={styles.text}>{t(request ? 'credentials.show.ready' : 'credentials.show.whole')}</p>
        ) : request ? (
          <Choice credential={credential} request={request} chosen={chosen} onChosen={setChosen} />
        ) : (
          <TextArea label={t('credentials.show.request')} rows={3} value={link} onValue={setLink} />
        )}
        <FormError message={failureInWords(show.failure ?? read.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t(answer === null ? 'common.cancel' : 'common.close')}
          </Button>
          {answer !== null ? (
            <CopyButton variant="primary" text={answer} label={t('credentials.show.copy')} />
          ) : (
            <>
              {request ? null : (
                <Button variant="quiet" busy={show.busy} onClick={() => void whole()}>
                  {t('credentials.show.handOver')}
                </Button>
              )}
              <Button
                type="submit"
                variant="primary"
                busy={read.busy || show.busy}
                disabled={request ? request.isExpired : link.trim() === ''}
              >
                {t(request ? 'credentials.show.answer' : 'credentials.show.read')}
              </Button>
            </>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Choice(props: {
  readonly credential: CredentialView;
  readonly request: RequestView;
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}) {
  const { credential, request, chosen, onChosen } = props;
  const { verifier, fields, expiresMs, typeId } = request;
  const asks = { verifier: visibleLine(verifier.name ?? verifier.did, 60), until: clockTime(expiresMs) };
  return (
    <>
      <p className={styles.text}>{t('credentials.show.asks', asks)}</p>
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
  );
}
