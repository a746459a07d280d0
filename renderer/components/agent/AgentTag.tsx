import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { openOverlay } from '../../state/overlays.ts';
import { Icon } from '../Icon.tsx';
import styles from './AgentTag.module.css';

export interface AgentTagProps {
  /** Whose agent it was. */
  readonly name: string;
  readonly mine: boolean;
  /** The digest that stands in what was sent or proposed. */
  readonly digest: string;
}

/** Says of a message, a proposal or a receipt that an agent led to it, and opens what is known of that. */
export function AgentTag({ name, mine, digest }: AgentTagProps) {
  const shown = visibleLine(name, 40);
  return (
    <button
      type="button"
      className={styles.tag}
      title={t('agent.by.open')}
      onClick={(event) => {
        event.stopPropagation();
        openOverlay({ kind: 'why', digest, name, mine });
      }}
    >
      <Icon name="agent" size={13} />
      <span>{t('agent.by', { name: shown })}</span>
    </button>
  );
}
