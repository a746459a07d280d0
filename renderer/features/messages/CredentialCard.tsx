import { useId } from 'react';
import type { CredentialView } from '#shared/contract/domain/credential.ts';
import type { BroughtCredential, Message } from '#shared/contract/domain/message.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import type { Mark } from '#shared/words/reasons/mark.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { useNames } from '../../state/peer-context.ts';
import { goTo } from '../../state/routes.ts';
import styles from './FileCard.module.css';

/** The credential of a message: what its issuer says is its own; what holds of it, the node found. */
export function CredentialCard(props: { readonly message: Message; readonly credential: BroughtCredential }) {
  const { message, credential } = props;
  const heading = useId();
  const names = useNames();
  const mine = message.direction === 'out';
  const { held, issued } = useNode((node) => node.credentials);
  const kept = (mine ? issued : held).find(({ id }) => id === credential.id) ?? null;
  const title = visibleLine(kept?.title ?? credential.type, 60);
  const issuer = visibleLine(kept?.issuer.name ?? names.get(credential.issuer) ?? credential.issuer, 60);
  const until = fullDate(kept?.validUntilMs ?? credential.validUntilMs);
  const { mark, says } = stateOf(kept, mine);
  const open = () => (mine ? goTo('identity') : openOverlay({ kind: 'credential-show', id: credential.id }));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what is clicked in it is not the bubble around it
    <section className={styles.card} aria-labelledby={heading} onClick={(event) => event.stopPropagation()}>
      <div className={styles.head}>
        <span id={heading} className={styles.name} dir="auto">
          {t('credentials.message.title', { title })}
        </span>
        <span className={styles.facts}>
          {t(mine ? 'credentials.message.byMe' : 'credentials.message.by', { issuer, until })}
        </span>
      </div>
      <p className={styles.state}>
        <StateMark mark={mark} size={12} />
        <span>{says}</span>
      </p>
      {kept ? (
        <Button size="small" onClick={open}>
          {t(mine ? 'credentials.message.toIdentity' : 'credentials.show')}
        </Button>
      ) : null}
    </section>
  );
}

function stateOf(kept: CredentialView | null, mine: boolean): { readonly mark: Mark; readonly says: string } {
  if (kept === null) return { mark: 'stop', says: t(`credentials.message.${mine ? 'gone' : 'refused'}`) };
  const says = t(`credentials.message.state.${kept.state}`);
  if (kept.state === 'valid') return { mark: 'ok', says };
  return { mark: kept.state === 'revoked' ? 'stop' : 'waiting', says };
}
