import { type ClipboardEvent, type KeyboardEvent, useCallback, useId, useLayoutEffect, useRef } from 'react';
import type { Quoted } from '#shared/contract/domain/message.ts';
import { MESSAGE_TEXT_MAX_BYTES } from '#shared/protocol/limits.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { type People, threadName } from '#shared/words/format/person-name.ts';
import { type PeerReasonContext, peerReason } from '#shared/words/reasons/peer-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { useFormer } from '../../state/cell.ts';
import { useDashboard } from '../../state/context.tsx';
import { usePeerContext, usePeople } from '../../state/peer-context.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { AttachButton } from './AttachButton.tsx';
import { useAnswering } from './answering.ts';
import styles from './Composer.module.css';
import { FilesToSend } from './FilesToSend.tsx';
import { takeFiles, useFilesToSend } from './files-to-send.ts';
import { Answering } from './Quote.tsx';
import { sendAll } from './send-all.ts';
import { useDraft } from './use-draft.ts';
import { useFileDrop } from './use-file-drop.ts';

interface Way {
  /** Goes at once, or waits in the queue. */
  readonly sends: boolean;
  readonly placeholder: string;
  readonly reason: string;
}

function wayOf(thread: string, people: People, context: PeerReasonContext): Way {
  const { peers } = people;
  const name = threadName(people, thread);
  const hint = t('messages.hint');
  if (!context.online) {
    return {
      sends: false,
      placeholder: t('messages.composer.queueOffline', { name }),
      reason: t('reason.peer.iAmOffline'),
    };
  }
  if (thread === 'broadcast') {
    const reached = peers.filter((peer) => peer.link.state === 'connected').length;
    return {
      sends: reached > 0,
      placeholder: t('messages.composer.everyone'),
      reason:
        reached === peers.length ? hint : t('messages.everyone.reach', { n: reached, total: peers.length }),
    };
  }
  const peer = peers.find((one) => one.did === thread);
  if (!peer) return { sends: false, placeholder: t('messages.composer.gone'), reason: '' };
  if (peer.link.state === 'connected') {
    return { sends: true, placeholder: t('messages.composer.send', { name }), reason: hint };
  }
  const reason = peerReason(peer, context);
  const key = reason.state === 'neverSeen' ? 'messages.composer.queueSeen' : 'messages.composer.queue';
  return { sends: false, placeholder: t(key, { name }), reason: reason.sentence };
}

export function Composer({ thread }: { readonly thread: string }) {
  const id = useId();
  const people = usePeople();
  const { peers } = people;
  const context = usePeerContext();
  const send = useCall('messages.send');
  const former = useFormer();
  const stopped = useWaitReason();
  const waits = stopped ?? (former ? t('messages.former') : null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { draft, isReady, change, take, current } = useDraft(thread, field);
  const { text, quoted } = draft;
  const setQuoted = useCallback(
    (next: Quoted | null) => {
      change({ ...current(), quoted: next });
      field.current?.focus();
    },
    [change, current],
  );
  useAnswering(thread, setQuoted);
  /** Texts are sent one after another, in the order in which they were written. */
  const outgoing = useRef(Promise.resolve());
  const way = wayOf(thread, people, context);
  const gone = thread !== 'broadcast' && !peers.some((peer) => peer.did === thread);
  const bytes = new TextEncoder().encode(text).length;
  const tooLong = bytes > MESSAGE_TEXT_MAX_BYTES;
  const dashboard = useDashboard();
  const files = useFilesToSend((held) => held.files).filter((file) => file.thread === thread);
  const fileProblem = useFilesToSend((held) => held.problems[thread]);
  const isTaking = files.some(({ state }) => state === 'taking');
  const hasFile = files.some(({ state }) => state === 'ready');
  const isOpen = waits === null && !gone;
  const isOver = useFileDrop(thread, isOpen);
  const ready = (text.trim() !== '' || hasFile) && !isTaking && !tooLong && isOpen;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.blockSize = 'auto';
    element.style.blockSize = `${Math.min(element.scrollHeight, 168)}px`;
  }, [text]);

  /** The field is free for the next text at once; what could not be stored comes back into it. */
  const submit = () => {
    if (!ready) return;
    const sent = take();
    field.current?.focus();
    outgoing.current = outgoing.current.then(async () => {
      if (await sendAll(send.run, thread, sent)) return;
      const since = current();
      change({
        quoted: since.quoted ?? sent.quoted,
        text: since.text === '' || sent.text === '' ? sent.text || since.text : `${sent.text}\n${since.text}`,
      });
    });
  };

  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    // What was copied as text may come with a picture of it.
    if (pasted.length === 0 || event.clipboardData.getData('text/plain') !== '' || !isOpen) return;
    event.preventDefault();
    void takeFiles(dashboard, thread, pasted);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && quoted && !event.nativeEvent.isComposing) {
      event.preventDefault();
      setQuoted(null);
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };

  const problem = tooLong
    ? t('messages.tooLong', { size: byteSize(bytes), limit: byteSize(MESSAGE_TEXT_MAX_BYTES) })
    : ((send.failure && send.failure.code !== 'cancelled' ? failureInWords(send.failure) : fileProblem) ??
      null);

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {quoted ? <Answering quoted={quoted} onDrop={() => setQuoted(null)} /> : null}
      <FilesToSend thread={thread} />
      <div className={styles.box} data-over={isOver}>
        <AttachButton thread={thread} disabled={!isOpen} />
        <label htmlFor={id} className="visuallyHidden">
          {t('messages.composer.label', { name: visibleLine(threadName(people, thread)) })}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={1}
          dir="auto"
          value={text}
          readOnly={!isReady}
          placeholder={isOver ? t('attached.drop') : way.placeholder}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            change({ ...draft, text: event.currentTarget.value });
            send.clear();
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <Button
          type="submit"
          variant="primary"
          icon="send"
          busy={send.busy}
          disabled={!isOpen || tooLong || isTaking}
        >
          {t(way.sends ? 'messages.send' : 'messages.queue')}
        </Button>
      </div>
      <div id={`${id}-note`} className={styles.note}>
        {problem ? <FormError message={problem} /> : (waits ?? (isTaking ? t('attached.wait') : way.reason))}
      </div>
    </form>
  );
}
