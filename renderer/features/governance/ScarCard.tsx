import { type FormEvent, useState } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { isoTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { PeerText } from '../../components/PeerText.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useSignWait } from '../../state/cell.ts';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Comments.module.css';
import stepStyles from './ProposalSteps.module.css';

const NOTE_MAX = 2000;

/** A decision that failed: what members noted of it, and who approved that. Nothing of it is ever deleted. */
export function ScarCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const { scar, scarNotes } = proposal;
  if (!scar) return null;
  const { recovered } = scar;
  return (
    <Card title={t('governance.scar')}>
      <p className={stepStyles.small}>
        {recovered
          ? t('governance.scar.done', {
              by: visibleLine(recovered.by, 40),
              approvedBy: visibleLine(recovered.approvedBy, 40),
            })
          : t('governance.scar.none')}
      </p>
      <ul className={styles.notes}>
        {scarNotes.map((note) => (
          <Note key={note.receipt} note={note} />
        ))}
      </ul>
      <AddNote id={proposal.id} />
    </Card>
  );
}

function Note({ note }: { readonly note: ProposalDetail['scarNotes'][number] }) {
  const { receipt, name, mine, text, atMs, approvedBy, approved } = note;
  const call = useCall('governance.healScar');
  const wait = useSignWait();
  const nowMs = useNow(60_000);
  return (
    <li className={styles.note}>
      <p className={styles.saidBy}>
        <b>{visibleLine(name, 40)}</b> <time dateTime={isoTime(atMs)}>{momentInWords(atMs, nowMs)}</time>
      </p>
      <PeerText text={text} />
      <p className={styles.hint}>
        {approvedBy.length > 0
          ? t('governance.scar.approvedBy', { names: nameList(approvedBy) })
          : t('governance.scar.waits')}
      </p>
      {mine || approved ? null : (
        <Button
          size="small"
          busy={call.busy}
          disabled={wait !== null}
          aria-label={t('governance.scar.approveNamed', { name: visibleLine(name, 40) })}
          onClick={() => void call.run({ note: receipt })}
        >
          {t('governance.scar.approve')}
        </Button>
      )}
      <FormError message={failureInWords(call.failure)} />
    </li>
  );
}

function AddNote({ id }: { readonly id: string }) {
  const [text, setText] = useState('');
  const call = useCall('governance.noteScar');
  const wait = useSignWait();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!text.trim() || wait) return;
    // What was typed since is the next note.
    if (await call.run({ id, text: text.trim() })) setText((now) => (now === text ? '' : now));
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextArea
        label={t('governance.scar.add')}
        hideLabel
        placeholder={t('governance.scar.hint')}
        value={text}
        maxLength={NOTE_MAX}
        rows={1}
        onValue={setText}
      />
      {text.trim() === '' ? null : (
        <div className={styles.addRow}>
          <Button type="submit" busy={call.busy} disabled={wait !== null}>
            {t('governance.scar.add')}
          </Button>
          {wait ? <span className={styles.hint}>{wait}</span> : null}
        </div>
      )}
      <FormError message={failureInWords(call.failure)} />
    </form>
  );
}
