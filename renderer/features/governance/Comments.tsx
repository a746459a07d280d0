import { type FormEvent, useState } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { isoTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { PeerText } from '../../components/PeerText.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useMembersByScid, useSignWait } from '../../state/cell.ts';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Comments.module.css';

const COMMENT_MAX = 2000;

interface Said {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly atMs: number;
  readonly withVote: boolean;
}

/** What members said of it, and what they wrote with their votes, oldest first. */
export function commentsOf({
  comments,
  records,
  seats,
}: Pick<ProposalDetail, 'comments' | 'records' | 'seats'>): Said[] {
  const plain = comments.map(({ receipt, name, text, atMs }) => ({
    key: receipt,
    name,
    text,
    atMs,
    withVote: false,
  }));
  const withVotes = records.flatMap(({ scid, vote }) =>
    vote?.comment
      ? [
          {
            key: vote.hash,
            name: seats.find((seat) => seat.scid === scid)?.name ?? '',
            text: vote.comment,
            atMs: vote.atMs,
            withVote: true,
          },
        ]
      : [],
  );
  return [...plain, ...withVotes].sort((a, b) => a.atMs - b.atMs);
}

export function Comments({ proposal }: { readonly proposal: ProposalDetail }) {
  const said = commentsOf(proposal);
  const members = useMembersByScid();
  const nowMs = useNow(60_000);
  const orderOf = (name: string) => [...members.values()].find((member) => member.name === name)?.order ?? 6;
  return (
    <section className={styles.comments} aria-labelledby="comments">
      <h2 id="comments">
        {t('governance.comments')} <span className={styles.quiet}>{said.length}</span>
      </h2>
      <ul>
        {said.map(({ key, name, text, atMs, withVote }) => (
          <li key={key} className={styles.comment}>
            <Avatar name={name} order={orderOf(name)} size={28} />
            <div className={styles.said}>
              <p className={styles.saidBy}>
                <b>{visibleLine(name, 40)}</b>{' '}
                <time dateTime={isoTime(atMs)}>{momentInWords(atMs, nowMs)}</time>
                {withVote ? t('governance.comments.withVote') : ''}
              </p>
              <PeerText text={text} />
            </div>
          </li>
        ))}
      </ul>
      <AddComment id={proposal.id} />
    </section>
  );
}

function AddComment({ id }: { readonly id: string }) {
  const [text, setText] = useState('');
  const call = useCall('governance.comment');
  const wait = useSignWait();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim() || wait) return;
    // What was typed since is the next comment.
    if (await call.run({ id, text: text.trim() })) setText((now) => (now === text ? '' : now));
  };
  return (
    <form className={styles.addComment} onSubmit={(event) => void submit(event)}>
      <TextArea
        label={t('governance.comments.add')}
        hideLabel
        placeholder={t('governance.comments.hint')}
        value={text}
        maxLength={COMMENT_MAX}
        rows={1}
        onValue={setText}
      />
      {text.trim() === '' ? null : (
        <div className={styles.addRow}>
          <Button type="submit" busy={call.busy} disabled={wait !== null}>
            {t('governance.comments.add')}
          </Button>
          <span className={styles.hint}>{wait ?? t('governance.comments.seen')}</span>
        </div>
      )}
      <FormError message={failureInWords(call.failure)} />
    </form>
  );
}
