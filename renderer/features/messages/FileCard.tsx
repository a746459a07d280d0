import { useId } from 'react';
import type { MessageFile } from '#shared/contract/domain/file.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fileReason, movingTransfer } from '#shared/words/reasons/file-reason.ts';
import { t } from '#shared/words/translate.ts';
import { StateMark } from '../../components/StateMark.tsx';
import { useNode } from '../../state/context.tsx';
import { useNames, usePeerContext } from '../../state/peer-context.ts';
import { FileActions } from './FileActions.tsx';
import styles from './FileCard.module.css';
import { FileName } from './FileName.tsx';
import { FilePicture, mayBePicture } from './FilePicture.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import { useTimeLeft } from './time-left.ts';

/** The file of a message: what it is called, how far it is, and what can be done about it. All of it is text of others. */
export function FileCard({ message, file }: { readonly message: Message; readonly file: MessageFile }) {
  const heading = useId();
  const all = useNode((node) => node.transfers);
  const transfers = all.filter(({ id, direction }) => id === message.id && direction === message.direction);
  const peers = useNode((node) => node.peers);
  const names = useNames();
  const { online } = usePeerContext();
  const moving = movingTransfer(transfers);
  const leftMs = useTimeLeft(moving?.state === 'fetching' ? moving.doneBytes : null, file.bytes);
  const reason = fileReason({
    message,
    file,
    transfers,
    nameOf: (did) => visibleLine(names.get(did) ?? '') || t('common.unknownPeer'),
    senderDid: message.senderDid,
    isOnline: online,
    isConnected: (did) => peers.find((peer) => peer.did === did)?.link.state === 'connected',
    leftMs,
  });
  const name = visibleLine(file.extension === '' ? file.stem : `${file.stem}.${file.extension}`);
  const size = byteSize(file.bytes);
  const type = visibleLine(file.type, 60);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what is clicked in it is not the bubble around it
    <section className={styles.card} aria-labelledby={heading} onClick={(event) => event.stopPropagation()}>
      <span id={heading} className="visuallyHidden">
        {type === '' ? t('attached.file', { name, size }) : t('attached.file.typed', { name, size, type })}
      </span>
      <div className={styles.head} aria-hidden="true">
        <FileName {...file} />
        <span className={styles.facts}>{type === '' ? size : `${size}, ${type}`}</span>
      </div>
      <p className={styles.state}>
        <StateMark mark={reason.mark} size={12} />
        <span>{reason.sentence}</span>
      </p>
      {reason.doneBytes === null ? null : (
        <ProgressBar
          label={t('attached.progress', { name })}
          done={reason.doneBytes}
          total={file.bytes}
          says={reason.sentence}
        />
      )}
      <FileActions id={message.id} file={file} act={reason.act} />
      {reason.act === 'save' && mayBePicture(file) ? <FilePicture id={message.id} file={file} /> : null}
    </section>
  );
}
