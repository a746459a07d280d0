import type { Message } from '#shared/contract/domain/message.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { shortIdentifier } from '#shared/words/format/identifier.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { StepLadder } from '../../components/StepLadder.tsx';
import { useDashboard, useDashboardState, useNode } from '../../state/context.tsx';
import { useNames, usePeerContext, usePeople } from '../../state/peer-context.ts';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { answer } from './answering.ts';
import styles from './Life.module.css';
import { LifeRecipients } from './LifeRecipients.tsx';
import { lifeSteps } from './life-steps.ts';
import { useMarkUnread } from './use-mark-unread.ts';

/** Where a message is and why, step by step, with what can be done about it. */
export function Life(props: {
  readonly thread: string;
  readonly number: number;
  readonly onClose: (() => void) | null;
}) {
  const { thread, number, onClose } = props;
  const message = useDashboardState((state) =>
    state.conversations[thread]?.messages.find((one) => one.number === number),
  );
  return (
    <>
      {onClose ? (
        <header className={styles.header}>
          <h2>{t('messages.life')}</h2>
          <IconButton icon="close" label={t('messages.life.close')} onClick={onClose} />
        </header>
      ) : null}
      {message ? <LifeOf message={message} /> : <SkeletonRows rows={5} />}
    </>
  );
}

function LifeOf({ message }: { readonly message: Message }) {
  const peers = useNode((node) => node.peers);
  const { nowMs, online } = usePeerContext();
  const names = useNames();
  const peer = peers.find((one) => one.did === message.thread) ?? null;
  const name = threadName(usePeople(), message.thread);
  const reason = messageReason(message, { peer, nowMs, online, names });
  return (
    <div className={styles.life}>
      <p className={styles.reason}>{reason.detail}</p>
      <LifeRecipients message={message} />
      <StepLadder label={t('messages.life')} steps={lifeSteps(message, { peer, name, nowMs })} />
      <Facts message={message} />
      {message.direction === 'out' ? <Actions message={message} /> : null}
      <Answers message={message} />
      <Deletion message={message} />
    </div>
  );
}

function Facts({ message }: { readonly message: Message }) {
  const incoming = message.direction === 'in';
  const names = useNames();
  return (
    <dl className={styles.facts}>
      {incoming ? (
        <div>
          <dt>{t('messages.facts.from')}</dt>
          <dd title={message.senderDid}>
            {names.get(message.senderDid) ?? shortIdentifier(message.senderDid)}
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{t('messages.facts.expires')}</dt>
        <dd>{dayAndTime(message.expiresAtMs)}</dd>
      </div>
      <div>
        <dt>{t('messages.facts.size')}</dt>
        <dd>
          {message.sealedBytes === null
            ? t('messages.facts.notSealed')
            : t('messages.facts.sealed', { size: byteSize(message.sealedBytes) })}
        </dd>
      </div>
      {message.attempts > 0 ? (
        <div>
          <dt>{t('messages.facts.attempts')}</dt>
          <dd>{message.attempts}</dd>
        </div>
      ) : null}
      {message.code ? (
        <div>
          <dt>{t('messages.facts.code')}</dt>
          <dd className={styles.mono}>{message.code}</dd>
        </div>
      ) : null}
      <div>
        <dt>{t('messages.facts.id')}</dt>
        <dd className={styles.mono} title={message.id}>
          {shortIdentifier(message.id)}
        </dd>
      </div>
    </dl>
  );
}

function Actions({ message }: { readonly message: Message }) {
  const tryNow = useCall('messages.tryNow');
  const cancel = useCall('messages.cancel');
  const again = useCall('messages.sendAgain');
  const wait = useWaitReason();
  const { state, id } = message;
  const open = state === 'queued' || state === 'sent' || state === 'relayed' || state === 'sending';
  const ended = state === 'expired' || state === 'refused' || state === 'cancelled';
  if (!open && !ended) return null;
  return (
    <>
      <div className={styles.actions}>
        {open ? (
          <>
            <Button
              size="small"
              busy={tryNow.busy}
              disabled={wait !== null}
              onClick={() => {
                void tryNow.run({ id }).then((done) => done && showToast(t('messages.toast.trying')));
              }}
            >
              {t('messages.tryNow')}
            </Button>
            <Button
              size="small"
              variant="quiet"
              busy={cancel.busy}
              disabled={wait !== null}
              onClick={() => {
                void cancel
                  .run({ id, to: null })
                  .then((done) => done && showToast(t('messages.toast.cancelled')));
              }}
            >
              {t('messages.cancel')}
            </Button>
          </>
        ) : (
          <Button
            size="small"
            busy={again.busy}
            disabled={wait !== null}
            onClick={() => {
              void again
                .run({ id })
                .then((done) => done && goTo('messages', done.value.thread, done.value.number));
            }}
          >
            {t('messages.sendAgain')}
          </Button>
        )}
      </div>
      {wait ? <p className={styles.wait}>{wait}</p> : null}
      <FormError message={failureInWords(tryNow.failure ?? cancel.failure ?? again.failure)} />
    </>
  );
}

/** What the reader can do about a message, whoever wrote it. */
function Answers({ message }: { readonly message: Message }) {
  const mark = useMarkUnread();
  const wait = useWaitReason();
  return (
    <div className={styles.actions}>
      <Button
        size="small"
        icon="reply"
        disabled={wait !== null}
        onClick={() => {
          goTo('messages', message.thread);
          // Where this is a dialog, the focus goes back from it first.
          requestAnimationFrame(() => answer(message));
        }}
      >
        {t('messages.reply')}
      </Button>
      {message.direction === 'in' ? (
        <Button size="small" variant="quiet" disabled={wait !== null} onClick={() => void mark(message.id)}>
          {t('messages.markUnread')}
        </Button>
      ) : null}
    </div>
  );
}

/** Of what does not wait: from this node alone. */
function Deletion({ message }: { readonly message: Message }) {
  const dashboard = useDashboard();
  const remove = useCall('messages.delete');
  const wait = useWaitReason();
  const { id, state, thread, number } = message;
  if (state === 'queued' || state === 'sending' || state === 'sent' || state === 'relayed') return null;
  const run = async () => {
    if (!(await remove.run({ id }))) return;
    showToast(t('messages.toast.deleted'));
    goTo('messages', thread);
    await dashboard.forgetMessages(thread, number);
  };
  return (
    <>
      <div className={styles.actions}>
        <Button
          size="small"
          variant="quiet"
          busy={remove.busy}
          disabled={wait !== null}
          onClick={() => void run()}
        >
          {t('messages.delete')}
        </Button>
      </div>
      <FormError message={failureInWords(remove.failure)} />
    </>
  );
}
