import { type FormEvent, useState } from 'react';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { checkAddress, fieldOfFailure } from '../../components/peer-form.ts';
import { Select } from '../../components/Select.tsx';
import { useNode } from '../../state/context.tsx';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Sync.module.css';

/** Where a member is reached, for networks that do not let members find each other. */
export function AddressDialog({ did }: { readonly did: string | null }) {
  const peers = useNode((node) => node.peers);
  const [chosen, setChosen] = useState(() => did ?? withoutAddress(peers)?.did ?? '');
  const peer = peers.find((one) => one.did === chosen);
  if (!peer) return null;
  const name = visibleLine(peer.name, 40);
  return (
    <Dialog
      title={did === null ? t('sync.address.title') : t('sync.address.titleOf', { name })}
      width={480}
      onClose={closeOverlay}
    >
      <div className={styles.form}>
        <p className={styles.text}>{t('sync.address.text')}</p>
        {did === null ? (
          <Select
            label={t('sync.address.member')}
            value={chosen}
            options={peers.map((one) => ({ value: one.did, label: visibleLine(one.name, 40) }))}
            onChange={setChosen}
          />
        ) : null}
        <AddressForm key={peer.did} peer={peer} />
      </div>
    </Dialog>
  );
}

function withoutAddress(peers: readonly Peer[]): Peer | undefined {
  return peers.find((peer) => peer.address === null) ?? peers[0];
}

function AddressForm({ peer }: { readonly peer: Peer }) {
  const [address, setAddress] = useState(peer.address ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  const update = useCall('peers.update');
  const wait = useWaitReason();
  const trimmed = address.trim();
  const failed = update.failure ? fieldOfFailure(update.failure) : null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkAddress(trimmed);
    setWrong(found);
    if (found || !(await update.run({ did: peer.did, address: trimmed || null }))) return;
    closeOverlay();
    showToast(t('sync.address.saved', { name: visibleLine(peer.name, 40) }));
  };

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label={t('messages.add.address')}
        mono
        data-autofocus=""
        spellCheck={false}
        autoComplete="off"
        value={address}
        onValue={(next) => {
          setAddress(next);
          setWrong(null);
          update.clear();
        }}
        placeholder="192.168.1.23:4001"
        hint={t('messages.add.addressHint')}
        error={wrong ?? (failed ? failed.message : null)}
      />
      <FormError message={failed ? wait : (failureInWords(update.failure) ?? wait)} />
      <DialogActions>
        <Button variant="quiet" onClick={closeOverlay}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" busy={update.busy} disabled={wait !== null}>
          {t('sync.address.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}
