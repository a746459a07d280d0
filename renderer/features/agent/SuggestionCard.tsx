import { useId, useState } from 'react';
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
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';

/** What the agent would do, why, and the click without which it does nothing. */
export function SuggestionCard({ suggestion }: { readonly suggestion: Suggestion }) {
  const me = useNode((node) => node.me?.name ?? '');
  const accept = useCall('agent.acceptSuggestion');
  const dismiss = useCall('agent.dismissSuggestion');
  const wait = useWaitReason();
  const [edited, setEdited] = useState<string | null>(null);
  const id = useId();
  const message = suggestion.kind === 'message';
  const name = visibleLine(me);
  const suggested = suggestedText(suggestion);

  const send = async () => {
    if (!(await accept.run({ id: suggestion.id, text: edited ?? suggested }))) return;
    if (message) showToast(t('agent.suggest.sent'));
    else {
      const run = () => goTo('governance');
      showToast(t('agent.suggest.proposed'), { label: t('governance.open'), run });
    }
  };

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
          <FormError message={failureInWords(accept.failure ?? dismiss.failure) ?? wait} />
        </div>
        <div className={styles.suggestionActions}>
          <Button
            variant="primary"
            busy={accept.busy}
            disabled={wait !== null || edited?.trim() === ''}
            onClick={() => void send()}
          >
            {t(message ? 'agent.suggest.sendAs' : 'agent.suggest.proposeAs', { name })}
          </Button>
          {edited === null ? (
            <Button disabled={wait !== null} onClick={() => setEdited(suggested)}>
              {t('agent.suggest.edit')}
            </Button>
          ) : (
            <Button onClick={() => setEdited(null)}>{t('common.cancel')}</Button>
          )}
          <Button variant="quiet" onClick={() => openOverlay({ kind: 'why-cycle', cycle: suggestion.cycle })}>
            {t('agent.why.open')}
          </Button>
          <Button
            variant="quiet"
            busy={dismiss.busy}
            disabled={wait !== null}
            onClick={() => {
              void dismiss
                .run({ id: suggestion.id })
                .then((done) => done && showToast(t('agent.suggest.dismissed')));
            }}
          >
            {t('agent.suggest.dismiss')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
