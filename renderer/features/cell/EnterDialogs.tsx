import type { FormEvent } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { useFoundForm, useJoinForm } from '../../components/cell/cell-forms.ts';
import { InvitationSays } from '../../components/cell/InvitationSays.tsx';
import { SeenInviters } from '../../components/cell/SeenInviters.tsx';
import { ShortestVote } from '../../components/cell/ShortestVote.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { useNode } from '../../state/context.tsx';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useWaitReason } from '../../state/work-state.ts';

/** Peers of before a cell stay behind; that is said before it happens. */
function LeavesPeers() {
  const n = useNode((node) => node.peers.length);
  return n > 0 ? <p className={styles.note}>{t('cell.leavesPeers', { n })}</p> : null;
}

export function FoundDialog() {
  const form = useFoundForm();
  const wait = useWaitReason();
  const name = visibleLine(form.value, 40);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await form.submit())) return;
    closeOverlay();
    showToast(t('cell.found.done', { name }));
    goTo('sync');
  };
  return (
    <Dialog title={t('cell.found')} width={480} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{t('cell.found.text')}</p>
        <Field
          label={t('cell.found.name')}
          dir="auto"
          data-autofocus=""
          autoComplete="off"
          value={form.value}
          onValue={form.set}
          hint={t('cell.found.nameHint')}
          error={form.error}
        />
        <ShortestVote form={form} />
        <LeavesPeers />
        <FormError message={wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy} disabled={wait !== null}>
            {name ? t('cell.found.submit', { name }) : t('cell.found.submitPlain')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

export function JoinDialog() {
  const form = useJoinForm();
  const wait = useWaitReason();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await form.submit())) return;
    closeOverlay();
    goTo('sync');
  };
  return (
    <Dialog title={t('cell.join')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{t('cell.join.text')}</p>
        <Field
          label={t('cell.join.code')}
          mono
          data-autofocus=""
          spellCheck={false}
          autoComplete="off"
          value={form.value}
          onValue={form.set}
          placeholder="ghoststack://join/…"
          hint={t('cell.join.codeHint')}
          error={form.error}
        />
        <InvitationSays code={form.value} />
        <SeenInviters
          onAsked={() => {
            closeOverlay();
            goTo('sync');
          }}
        />
        <LeavesPeers />
        <FormError message={wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy} disabled={wait !== null}>
            {t('cell.join.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
