import { type FormEvent, useState } from 'react';
import type { Cell, CellMember } from '#shared/contract/domain/cell.ts';
import { quorumSizesOf } from '#shared/protocol/closing/epoch.ts';
import { TEXT_MAX } from '#shared/protocol/limits.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useCell, useRemovalWait } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import { OneAtATime } from './OneAtATime.tsx';
import styles from './ProposalForms.module.css';

/** Asks the members whether one of them leaves, oneself or another. Says first what comes of it. */
export function RemovalDialog({ scid }: { readonly scid: string }) {
  const cell = useCell();
  const member = cell?.members.find((one) => one.scid === scid);
  return cell && member ? <Removal cell={cell} member={member} /> : null;
}

function Removal({ cell, member }: { readonly cell: Cell; readonly member: CellMember }) {
  const [text, setText] = useState('');
  const call = useCall('governance.proposeRemoval');
  const wait = useRemovalWait();
  const who = member.me ? 'me' : 'other';
  const words = { name: visibleLine(member.name, 40), cell: visibleLine(cell.name, 60) };
  const { n, q } = quorumSizesOf(cell.members.length, cell.rules);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wait) return;
    const done = await call.run({ scid: member.scid, text });
    if (!done) return;
    closeOverlay();
    goTo('governance', done.value.id);
  };
  return (
    <Dialog title={t(`governance.removal.title.${who}`, words)} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <ul className={styles.points}>
          <li>{t(`governance.removal.vote.${who}`, { ...words, n, q })}</li>
          <li>{t(`governance.removal.end.${who}`, words)}</li>
          <li>{t(`governance.removal.back.${who}`, words)}</li>
        </ul>
        <TextArea
          label={t('governance.removal.reason')}
          rows={3}
          data-autofocus=""
          maxLength={TEXT_MAX}
          value={text}
          onValue={setText}
          hint={t('governance.removal.reasonHint')}
        />
        <OneAtATime />
        <FormError message={failureInWords(call.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="danger-fill" busy={call.busy} disabled={wait !== null}>
            {t('governance.removal.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
