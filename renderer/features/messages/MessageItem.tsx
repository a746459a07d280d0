import type { Message } from '#shared/contract/domain/message.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime, dayAndTime, isoTime } from '#shared/words/format/times.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { t } from '#shared/words/translate.ts';
import { AgentTag } from '../../components/agent/AgentTag.tsx';
import { IconButton } from '../../components/Button.tsx';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/Icon.tsx';
import { PeerText } from '../../components/PeerText.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useNode } from '../../state/context.tsx';
import { useNames, usePeerContext } from '../../state/peer-context.ts';
import { goTo, routeHref } from '../../state/routes.ts';
import { answer } from './answering.ts';
import { CredentialCard } from './CredentialCard.tsx';
import { FileCard } from './FileCard.tsx';
import styles from './MessageItem.module.css';
import { Quote } from './Quote.tsx';

/** A bubble with its state below; the state is the link to the message's life, the bubble a larger target for it. */
export function MessageItem({
  message,
  isLate,
  selected,
}: {
  readonly message: Message;
  /** It came after newer ones of its sender, before which it stands. */
  readonly isLate: boolean;
  readonly selected: boolean;
}) {
  const peer = useNode((node) => node.peers.find((one) => one.did === message.thread) ?? null);
  const { nowMs, online } = usePeerContext();
  const names = useNames();
  const me = useNode((node) => node.me?.name ?? '');
  const mine = message.direction === 'out';
  const reason = messageReason(message, { peer, nowMs, online, names });
  const sender = message.thread === 'broadcast' && !mine ? names.get(message.senderDid) : undefined;
  const isAboutMe = selected ? 'true' : undefined;
  return (
    <article className={classes(styles.message, mine && styles.mine)}>
      {sender ? <p className={styles.sender}>{visibleLine(sender)}</p> : null}
      <div className={styles.line}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the link below does the same by key */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the link below */}
        <div
          className={styles.bubble}
          data-selected={selected}
          onClick={() => {
            if (!window.getSelection()?.toString()) goTo('messages', message.thread, message.number);
          }}
        >
          {message.answers ? <Quote thread={message.thread} answers={message.answers} /> : null}
          {message.text === '' || message.credential ? null : <PeerText text={message.text} />}
          {message.file ? <FileCard message={message} file={message.file} /> : null}
          {message.credential ? <CredentialCard message={message} credential={message.credential} /> : null}
        </div>
        {/* By key it is R on the message, and a button in its life: one stop for each message would be too many. */}
        <span className={styles.reply}>
          <IconButton
            icon="reply"
            label={t('messages.reply')}
            tabIndex={-1}
            data-own-shortcut="r"
            onClick={() => answer(message)}
          />
        </span>
      </div>
      {message.agent === undefined ? null : (
        <p className={styles.agent}>
          <AgentTag name={names.get(message.senderDid) ?? me} mine={mine} digest={message.agent} />
        </p>
      )}
      <a
        href={routeHref('messages', message.thread, message.number)}
        data-item=""
        data-arrival={`at-${message.number}`}
        aria-current={isAboutMe}
        className={styles.state}
      >
        <time dateTime={isoTime(message.createdAtMs)} title={dayAndTime(message.createdAtMs)}>
          {clockTime(message.createdAtMs)}
        </time>
        {mine ? (
          <>
            {message.state === 'delivered' && reason.mark === 'ok' ? (
              <span className={styles.tick}>
                <Icon name="check" size={13} />
              </span>
            ) : (
              <StateMark mark={reason.mark} size={12} />
            )}
            <span>{reason.sentence}</span>
          </>
        ) : reason.mark === 'ok' ? (
          <span className="visuallyHidden">{reason.sentence}</span>
        ) : (
          <>
            <StateMark mark={reason.mark} size={12} />
            <span>{reason.sentence}</span>
          </>
        )}
        {isLate ? <span title={arrival(message)}>{t('messages.arrivedLater')}</span> : null}
      </a>
    </article>
  );
}

/** When it came in, for whoever asks. */
function arrival({ steps }: Message): string | undefined {
  const received = steps.find(({ step }) => step === 'received');
  return received && dayAndTime(received.atMs);
}
