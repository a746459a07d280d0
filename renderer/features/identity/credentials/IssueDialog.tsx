import { type FormEvent, useState } from 'react';
import type { CredentialTypeView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { Field, FormError } from '../../../components/Field.tsx';
import { isDidKey } from '../../../components/peer-form.ts';
import { Select } from '../../../components/Select.tsx';
import { useCell, useSignWait } from '../../../state/cell.ts';
import { useNode } from '../../../state/context.tsx';
import { closeOverlay, openOverlay } from '../../../state/overlays.ts';
import { showToast } from '../../../state/toasts.ts';
import { useCall } from '../../../state/use-call.ts';
import { ClaimFields, claimsOf } from './ClaimFields.tsx';
import styles from './Credentials.module.css';

const BUILT_IN = 'MeshMember:1';
/** In the place of a member's DID: one that is typed. */
const OUTSIDE = '';

/** Says something of a member, or of somebody outside who is known by a key alone, signed. */
export function IssueDialog() {
  const cell = useCell();
  const types = useNode((node) => node.credentials.types);
  const members = cell?.members ?? [];
  const [chosen, setChosen] = useState(members.find((one) => !one.me)?.did ?? OUTSIDE);
  const [outsider, setOutsider] = useState('');
  const [wasAsked, setAsked] = useState(false);
  const [typeId, setTypeId] = useState(types[0]?.id ?? BUILT_IN);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [days, setDays] = useState('365');
  const call = useCall('credentials.issue');
  const wait = useSignWait();
  const type = types.find(({ id }) => id === typeId);
  const isOutside = chosen === OUTSIDE;
  const to = isOutside ? outsider.trim() : chosen;
  const isKnown = !isOutside || isDidKey(to);
  const name = members.find(({ did }) => did === to)?.name ?? '';
  const values = type ? { ...filledIn(type, to, cell?.id ?? ''), ...typed } : {};
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!type || !isKnown) return;
    const done = await call.run({ to, typeId, claims: claimsOf(type, values), days: Number(days) || 365 });
    if (!done) return;
    if (done.value.sent) {
      closeOverlay();
      showToast(t('credentials.issue.done', { name: visibleLine(name, 40) }));
    } else openOverlay({ kind: 'credential-make-papers', id: done.value.id });
  };
  return (
    <Dialog title={t('credentials.issue.title')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Select
          label={t('credentials.issue.to')}
          value={chosen}
          options={[
            ...members.map((one) => ({ value: one.did, label: visibleLine(one.name, 40) })),
            { value: OUTSIDE, label: t('credentials.issue.outside') },
          ]}
          onChange={setChosen}
        />
        {isOutside ? (
          <Field
            label={t('messages.add.did')}
            mono
            spellCheck={false}
            value={outsider}
            maxLength={512}
            placeholder="did:key:z6Mk…"
            hint={t('messages.add.didHint')}
            error={wasAsked && !isKnown ? t('messages.add.didWrong') : null}
            onValue={setOutsider}
          />
        ) : null}
        <Select
          label={t('credentials.issue.type')}
          value={typeId}
          options={types.map(({ id, title, by }) => ({
            value: id,
            label:
              by === null
                ? title
                : t('credentials.issue.typeBy', { title: visibleLine(title, 60), by: visibleLine(by, 40) }),
          }))}
          onChange={(id) => {
            setTypeId(id);
            setTyped({});
          }}
        />
        {type ? (
          <ClaimFields
            type={type}
            values={values}
            onValue={(claim, value) => setTyped({ ...typed, [claim]: value })}
          />
        ) : null}
        <Field
          label={t('credentials.issue.days')}
          value={days}
          inputMode="numeric"
          onValue={setDays}
          hint={
            isOutside
              ? t('credentials.issue.noteOutside')
              : t('credentials.issue.note', { name: visibleLine(name, 40) })
          }
        />
        <FormError message={failureInWords(call.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={call.busy} disabled={wait !== null || !type}>
            {t('credentials.issue')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Names inside a cell are never signed over: whom and where it is about follows from DIDs and ids. */
function filledIn({ id }: CredentialTypeView, to: string, cell: string): Record<string, string> {
  return id === BUILT_IN ? { node_id: to.split(':')[2] ?? to, cell } : {};
}
