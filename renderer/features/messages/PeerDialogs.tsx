import { type FormEvent, useState } from 'react';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import {
  checkPeerDraft,
  fieldOfFailure,
  NAME_MAX,
  type PeerDraft,
  type PeerErrors,
} from '../../components/peer-form.ts';
import { useNode } from '../../state/context.tsx';
import { closeOverlay, type Overlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './PeerDialogs.module.css';

type PeerOverlay = Extract<Overlay, { readonly kind: 'add-peer' | 'edit-peer' | 'remove-peer' }>;

export function PeerDialogs({ overlay }: { readonly overlay: PeerOverlay }) {
  const peers = useNode((node) => node.peers);
  if (overlay.kind === 'add-peer') return <AddPeer />;
  const peer = peers.find((one) => one.did === overlay.did);
  if (!peer) return null;
  return overlay.kind === 'edit-peer' ? <EditPeer peer={peer} /> : <RemovePeer peer={peer} />;
}

/** Fields, what is wrong with them, and the node's answer at the field it speaks of. */
function usePeerForm(start: PeerDraft, editing: boolean) {
  const peers = useNode((node) => node.peers);
  const myDid = useNode((node) => node.me?.did ?? '');
  const [draft, setDraft] = useState(start);
  const [errors, setErrors] = useState<PeerErrors>({});
  const trimmed: PeerDraft = {
    did: draft.did.trim(),
    name: draft.name.trim(),
    address: draft.address.trim(),
  };
  return {
    draft,
    errors,
    trimmed,
    set: (field: keyof PeerDraft) => (value: string) => {
      setDraft((old) => ({ ...old, [field]: value }));
      setErrors((old) => {
        const { [field]: _mended, ...rest } = old;
        return rest;
      });
    },
    check(): boolean {
      const found = checkPeerDraft(trimmed, { myDid, peers, editing });
      setErrors(found);
      return Object.keys(found).length === 0;
    },
    /** The failure that belongs to no field, for below the form. */
    rest(failure: Failure | null): string | null {
      return failure && !fieldOfFailure(failure) ? failureInWords(failure) : null;
    },
    at(field: keyof PeerDraft, failure: Failure | null): string | null {
      const found = failure ? fieldOfFailure(failure) : null;
      return errors[field] ?? (found?.field === field ? found.message : null);
    },
  };
}

function AddPeer() {
  const form = usePeerForm({ did: '', name: '', address: '' }, false);
  const me = useNode((node) => node.me);
  const add = useCall('peers.add');
  const wait = useWaitReason();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!form.check()) return;
    const { did, name, address } = form.trimmed;
    const done = await add.run({ did, name, address: address || null });
    if (!done) return;
    closeOverlay();
    showToast(t('messages.toast.added', { name: visibleLine(name) }));
    goTo('messages', did);
  };

  return (
    <Dialog title={t('messages.add.title')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{t('messages.add.text')}</p>
        <Field
          label={t('messages.add.did')}
          mono
          data-autofocus=""
          spellCheck={false}
          autoComplete="off"
          value={form.draft.did}
          onValue={form.set('did')}
          placeholder="did:key:z6Mk…"
          hint={t('messages.add.didHint')}
          error={form.at('did', add.failure)}
        />
        <Field
          label={t('messages.add.name')}
          dir="auto"
          maxLength={NAME_MAX}
          autoComplete="off"
          value={form.draft.name}
          onValue={form.set('name')}
          hint={t('messages.add.nameHint')}
          error={form.at('name', add.failure)}
        />
        <Field
          label={t('messages.add.address')}
          mono
          spellCheck={false}
          autoComplete="off"
          value={form.draft.address}
          onValue={form.set('address')}
          placeholder="192.168.1.23:4001"
          hint={t('messages.add.addressHint')}
          error={form.at('address', add.failure)}
        />
        <FormError message={form.rest(add.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={add.busy} disabled={wait !== null}>
            {t('messages.add.submit')}
          </Button>
        </DialogActions>
      </form>
      {me ? (
        <div className={styles.mine}>
          <p className={styles.label}>{t('messages.add.mine')}</p>
          <div className={styles.copy}>
            <code>{me.did}</code>
            <CopyButton size="small" text={me.did} label={t('common.copy')} />
          </div>
          {me.addresses[0] ? (
            <>
              <p className={styles.label}>{t('messages.add.myAddress')}</p>
              <div className={styles.copy}>
                <code>{me.addresses[0]}</code>
                <CopyButton size="small" text={me.addresses[0]} label={t('common.copy')} />
              </div>
            </>
          ) : null}
        </div>
      ) : null}
    </Dialog>
  );
}

function EditPeer({ peer }: { readonly peer: Peer }) {
  const form = usePeerForm({ did: peer.did, name: peer.name, address: peer.address ?? '' }, true);
  const update = useCall('peers.update');
  const wait = useWaitReason();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!form.check()) return;
    const { did, name, address } = form.trimmed;
    if (!(await update.run({ did, name, address: address || null }))) return;
    closeOverlay();
    showToast(t('messages.toast.saved', { name: visibleLine(name) }));
  };

  return (
    <Dialog
      title={t('messages.edit.title', { name: visibleLine(peer.name) })}
      width={520}
      onClose={closeOverlay}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <div className={styles.copy}>
          <code>{peer.did}</code>
          <CopyButton size="small" text={peer.did} label={t('common.copy')} />
        </div>
        <Field
          label={t('messages.add.name')}
          dir="auto"
          data-autofocus=""
          maxLength={NAME_MAX}
          value={form.draft.name}
          onValue={form.set('name')}
          error={form.at('name', update.failure)}
        />
        <Field
          label={t('messages.add.address')}
          mono
          spellCheck={false}
          value={form.draft.address}
          onValue={form.set('address')}
          hint={t('messages.add.addressHint')}
          error={form.at('address', update.failure)}
        />
        <FormError message={form.rest(update.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={update.busy} disabled={wait !== null}>
            {t('messages.edit.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function RemovePeer({ peer }: { readonly peer: Peer }) {
  const remove = useCall('peers.remove');
  const wait = useWaitReason();
  const name = visibleLine(peer.name);
  return (
    <Dialog title={t('messages.remove.title', { name })} width={440} onClose={closeOverlay}>
      <p className={styles.text}>{t('messages.remove.text', { name, n: peer.waitingMessages })}</p>
      <FormError message={failureInWords(remove.failure) ?? wait} />
      <DialogActions>
        <Button variant="quiet" data-autofocus="" onClick={closeOverlay}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="danger-fill"
          busy={remove.busy}
          disabled={wait !== null}
          onClick={() => {
            void remove.run({ did: peer.did }).then((done) => {
              if (!done) return;
              closeOverlay();
              showToast(t('messages.toast.removed', { name }));
            });
          }}
        >
          {t('messages.remove.submit', { name })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
