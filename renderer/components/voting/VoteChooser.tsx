import { useState } from 'react';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { COMMENT_MAX } from '#shared/protocol/limits.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { choiceWord } from '#shared/words/reasons/choice-word.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useSignWait } from '../../state/cell.ts';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { Button } from '../Button.tsx';
import { classes } from '../class-names.ts';
import { Field, FormError } from '../Field.tsx';
import { Icon, type IconName } from '../Icon.tsx';
import styles from './Vote.module.css';

const CHOICES: readonly { readonly choice: Choice; readonly icon: IconName; readonly key: string }[] = [
  { choice: 'APPROVE', icon: 'check', key: 'a' },
  { choice: 'REJECT', icon: 'close', key: 'r' },
  { choice: 'ABSTAIN', icon: 'minus', key: 'b' },
];

export interface VoteChooserProps {
  readonly proposal: ProposalSummary;
  /** `page`: three tall buttons and a comment; `row` and `card`: in place, elsewhere. */
  readonly size: 'page' | 'row' | 'card';
  readonly hint?: string;
  /** The vote is about to be signed; the node's news may come before its answer. */
  readonly onSigning?: () => void;
  readonly onSigned?: () => void;
}

/** Two clicks to vote: the first selects and gives the focus to the button that signs, the second signs. */
export function VoteChooser({ proposal, size, hint, onSigning, onSigned }: VoteChooserProps) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const [comment, setComment] = useState('');
  const call = useCall('governance.vote');
  const wait = useSignWait();
  const me = visibleLine(proposal.seats.find((seat) => seat.me)?.name ?? '', 40);
  const { id, label } = proposal;

  const sign = async (signed: Choice) => {
    onSigning?.();
    const done = await call.run({ id, choice: signed, comment: comment.trim() || null });
    if (!done) return;
    setChoice(null);
    setComment('');
    onSigned?.();
    if (size !== 'page') {
      showToast(t('governance.vote.signed', { choice: choiceWord(signed), label }), {
        label: t('governance.open'),
        run: () => goTo('governance', id),
      });
    }
  };

  return (
    <div className={classes(styles.chooser, styles[size])} data-votes="">
      <fieldset className={styles.choices} disabled={wait !== null || call.busy}>
        <legend className="visuallyHidden">{t('governance.vote.legend', { label })}</legend>
        {CHOICES.map(({ choice: one, icon, key }) => (
          <button
            key={one}
            type="button"
            className={styles.choice}
            data-choice={one}
            data-shortcut={key}
            aria-pressed={choice === one}
            aria-keyshortcuts={key}
            data-arrival={size === 'page' && one === 'APPROVE' ? 'vote' : undefined}
            {...(size === 'card' && one === 'ABSTAIN'
              ? { 'aria-label': t('governance.choice.ABSTAIN'), title: t('governance.choice.ABSTAIN') }
              : {})}
            onClick={() => setChoice(choice === one ? null : one)}
          >
            <Icon name={icon} size={size === 'page' ? 20 : 15} />
            {size === 'card' && one === 'ABSTAIN' ? null : <span>{t(`governance.choice.${one}`)}</span>}
          </button>
        ))}
      </fieldset>
      {size === 'page' ? (
        <Field
          label={t('governance.vote.comment')}
          placeholder={t('governance.vote.commentHint')}
          value={comment}
          maxLength={COMMENT_MAX}
          onValue={setComment}
          dir="auto"
        />
      ) : null}
      {choice ? (
        <Button
          key={choice}
          autoFocus
          variant="primary"
          size={size === 'page' ? 'large' : 'normal'}
          wide={size !== 'row'}
          busy={call.busy}
          disabled={wait !== null}
          onClick={() => void sign(choice)}
        >
          {t('governance.vote.sign', { choice: choiceWord(choice), me })}
        </Button>
      ) : null}
      {wait || hint ? <p className={styles.hint}>{wait ?? hint}</p> : null}
      <FormError message={failureInWords(call.failure)} />
    </div>
  );
}
