import type { Message } from '#shared/contract/domain/message.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { partFor } from '#shared/words/reasons/everyone-words.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { t } from '#shared/words/translate.ts';
import { StateMark } from '../../components/StateMark.tsx';
import { useNode } from '../../state/context.tsx';
import { useNames, usePeerContext } from '../../state/peer-context.ts';
import styles from './Life.module.css';

/** Of a message to everyone: what became of it for each. */
export function LifeRecipients({ message }: { readonly message: Message }) {
  const peers = useNode((node) => node.peers);
  const { nowMs, online } = usePeerContext();
  const names = useNames();
  if (!message.recipients || message.recipients.length === 0) return null;
  return (
    <ul className={styles.recipients} aria-label={t('messages.life.recipients')}>
      {message.recipients.map((recipient) => {
        const peer = peers.find(({ did }) => did === recipient.did) ?? null;
        const { mark, sentence } = messageReason(partFor(message, recipient), { peer, nowMs, online, names });
        return (
          <li key={recipient.did}>
            <StateMark mark={mark} size={13} />
            <span>
              <bdi className={styles.recipient}>
                {visibleLine(names.get(recipient.did) ?? '') || t('common.unknownPeer')}
              </bdi>{' '}
              {sentence}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
