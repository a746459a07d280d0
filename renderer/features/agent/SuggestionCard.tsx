import { useId, useState } from 'react';
import type { Accepted } from '#shared/contract/agent-calls.ts';
import type { Suggestion } from '#shared/contract/domain/agent.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { noticedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { suggestedText } from '#shared/words/reasons/suggested-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { OpensAtOnce } from './OpensAtOnce.tsx';

export type LeftDraft = NonNullable<Accepted['proposal']>;

/** What the agent would do, why, and the click without which it does nothing. */
export function SuggestionCard({
  suggestion,
  onEditing,
  onNotOpened,
}: {
  readonly suggestion: Suggestion;
  /** Its text is being changed: another that comes meanwhile must not take its place. */
  readonly onEditing: (isEdited: boolean) => void;
  /** Told beside this card, which goes with the suggestion. */
  readonly onNotOpened: (draft: LeftDraft) => void;
}) {
  const me = useNode((node) => node.me?.name ?? '');
  const accept = useCall('agent.acceptSuggestion');
  const dismiss = useCall('agent.dismissSuggestion');
  const wait = useWaitReason();
  const signWait = useSignWait();
  const [edited, setEdited] = useState<string | null>(null);
  const edit = (text: string | null) => {
    setEdited(text);
    onEditing(text !== null);
  };
  const id = useId();
  const message = suggestion.kind === 'message';
  const name = visibleLine(me);
  const suggested = suggestedText(suggestion);

  const send = async (draft: boolean) => {
    const done = await accept.run({ id: suggestion.id, text: edited ?? suggested, draft });
    if (!done) return;
    onEditing(false);
    const { proposal } = done.value;
    if (!proposal) return showToast(t('agent.suggest.sent'));
    if (proposal.notOpened) return onNotOpened(proposal);
    const run = () => goTo('governance', proposal.id);
    showToast(t(draft ? 'agent.suggest.proposed' : 'agent.suggest.opened'), {
      label: t('governance.open'),
      run,
    });
  };
  const cannot = message ? wait : signWait;
  const blocked = cannot !== null || edited?.trim() === '';

  return (
    <Card accented>
      <div className={styles.suggestion}>
        <Icon name="agent" size={22} />
        <div className={styles.suggestionText}>
          {edited === null ? (
            <h2 dir="auto">
              {t(message ? 'agent.suggest.send' : 'agent.suggest.propose', {
                text: visibleLine(suggested, 400),
              })}
            </h2>
          ) : (
            <>
              <label htmlFor={id} className="visuallyHidden">
                {t('agent.suggest.editLabel')}
              </label>
              <textarea
                id={id}
                rows={3}
                dir="auto"
                value={edited}
                onChange={(event) => setEdited(event.currentTarget.value)}
              />
            </>
          )}
          <p>
            {t('agent.suggest.cause', {
              action: t(`agent.action.${suggestion.action}`),
              time: clockTime(suggestion.atMs),
              percent: Math.round(suggestion.probability * 100),
              cause: noticedInWords(suggestion.noticed, 120),
            })}
          </p>
          {suggestion.held ? <p>{t(`agent.held.${suggestion.held}`)}</p> : null}
          {message ? null : <OpensAtOnce />}
          <FormError message={failureInWords(accept.failure ?? dismiss.failure) ?? cannot} />
        </div>
        <div className={styles.suggestionActions}>
          <Button variant="primary" busy={accept.busy} disabled={blocked} onClick={() => void send(false)}>
            {t(message ? 'agent.suggest.sendAs' : 'agent.suggest.proposeAs', { name })}
          </Button>
          {message ? null : (
            <Button variant="quiet" busy={accept.busy} disabled={blocked} onClick={() => void send(true)}>
              {t('agent.suggest.draft')}
            </Button>
          )}
          {edited === null ? (
            <Button disabled={wait !== null} onClick={() => edit(suggested)}>
              {t('agent.suggest.edit')}
            </Button>
          ) : (
            <Button onClick={() => edit(null)}>{t('common.cancel')}</Button>
          )}
          <Button variant="quiet" onClick={() => openOverlay({ kind: 'why-cycle', cycle: suggestion.cycle })}>
            {t('agent.why.open')}
          </Button>
          <Button
            variant="quiet"
            busy={dismiss.busy}
            disabled={wait !== null}
            onClick={() => {
              void dismiss.run({ id: suggestion.id }).then((done) => {
                if (!done) return;
                onEditing(false);
                showToast(t('agent.suggest.dismissed'));
              });
            }}
          >
            {t('agent.suggest.dismiss')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
