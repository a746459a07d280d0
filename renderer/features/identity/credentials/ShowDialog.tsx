import { type FormEvent, useEffect, useState } from 'react';
import type { CredentialView, RequestView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { useNode } from '../../../state/context.tsx';
import { closeOverlay } from '../../../state/overlays.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';
import { HandOver } from './HandOver.tsx';
import { ShownClaims } from './ShownClaims.tsx';

/** Answers a verifier's request with chosen claims, or hands over the whole of it. */
export function ShowDialog({ id }: { readonly id: string }) {
  const credential = useNode((node) => node.credentials.held.find((one) => one.id === id));
  const [link, setLink] = useState('');
  const [request, setRequest] = useState<RequestView | null>(null);
  const [answer, setAnswer] = useState<string | null>(null);
  const read = useCall('credentials.readRequest');
  const show = useCall('credentials.show');
  if (!credential) return null;
  if (request) return <AnswerDialog link={link} request={request} credentials={[credential]} />;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRequest((await read.run({ text: link }))?.value ?? null);
  };
  const whole = async () =>
    setAnswer((await show.run({ id, request: null, claims: [] }))?.value.text ?? null);
  return (
    <Dialog title={t('credentials.show.title')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {answer === null ? (
          <TextArea label={t('credentials.show.request')} rows={3} value={link} onValue={setLink} />
        ) : (
          <p className={styles.text}>{t('credentials.show.whole')}</p>
        )}
        <FormError message={failureInWords(show.failure ?? read.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t(answer === null ? 'common.cancel' : 'common.close')}
          </Button>
          {answer === null ? (
            <>
              <Button variant="quiet" busy={show.busy} onClick={() => void whole()}>
                {t('credentials.show.handOver')}
              </Button>
              <Button type="submit" variant="primary" busy={read.busy} disabled={link.trim() === ''}>
                {t('credentials.show.read')}
              </Button>
            </>
          ) : (
            <HandOver text={answer} name={credential.title} label={t('credentials.show.copy')} />
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The same, begun by a link that somebody made: which credential is chosen from those that fit. */
export function PresentDialog({ link }: { readonly link: string }) {
  const held = useNode((node) => node.credentials.held);
  const [request, setRequest] = useState<RequestView | null>(null);
  const read = useCall('credentials.readRequest');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each link
  useEffect(() => {
    void read.run({ text: link }).then((asked) => setRequest(asked?.value ?? null));
  }, [link]);
  const fits = held.filter(({ id }) => request?.fits.includes(id));
  if (request) return <AnswerDialog link={link} request={request} credentials={fits} />;
  return (
    <Dialog title={t('credentials.show.title')} width={520} onClose={closeOverlay}>
      <FormError message={failureInWords(read.failure)} />
      <DialogActions>
        <Button variant="quiet" onClick={closeOverlay}>
          {t('common.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function AnswerDialog(props: {
  readonly link: string;
  readonly request: RequestView;
  readonly credentials: readonly CredentialView[];
}) {
  const { link, request, credentials } = props;
  // One that holds comes before one that does not.
  const [which, setWhich] = useState((credentials.find(isValid) ?? credentials[0])?.id ?? '');
  const credential = credentials.find(({ id }) => id === which);
  // What was not asked for is ticked by hand.
  const [chosen, setChosen] = useState<readonly string[]>(request.fields);
  const [answer, setAnswer] = useState<string | null>(null);
  const show = useCall('credentials.show');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!credential) return;
    const claims = chosen.filter((name) => Object.hasOwn(credential.claims, name));
    setAnswer((await show.run({ id: which, request: link, claims }))?.value.text ?? null);
  };
  return (
    <Dialog title={t('credentials.show.title')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {answer === null ? (
          <>
            {credentials.length > 1 ? (
              <Select
                label={t('credentials.show.which')}
                value={which}
                options={credentials.map(optionOf)}
                onChange={setWhich}
              />
            ) : null}
            <ShownClaims
              request={request}
              credential={credential ?? null}
              chosen={chosen}
              onChosen={setChosen}
            />
          </>
        ) : (
          <p className={styles.text}>{t('credentials.show.ready')}</p>
        )}
        <FormError message={failureInWords(show.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t(answer === null && credential ? 'common.cancel' : 'common.close')}
          </Button>
          {answer !== null ? (
            <HandOver text={answer} name={credential?.title ?? ''} label={t('credentials.show.copy')} />
          ) : credential ? (
            <Button type="submit" variant="primary" busy={show.busy} disabled={request.isExpired}>
              {t('credentials.show.answer')}
            </Button>
          ) : null}
        </DialogActions>
      </form>
    </Dialog>
  );
}

function isValid({ state }: CredentialView): boolean {
  return state === 'valid';
}

function optionOf({ id, title, issuer, validUntilMs }: CredentialView) {
  const facts = {
    title: visibleLine(title, 60),
    issuer: visibleLine(issuer.name ?? issuer.did, 30),
    until: fullDate(validUntilMs),
  };
  return { value: id, label: t('credentials.show.option', facts) };
}
