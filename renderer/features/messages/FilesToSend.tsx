import { byteSize, byteSizeOf } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { IconButton } from '../../components/Button.tsx';
import { useDashboard, useNode } from '../../state/context.tsx';
import styles from './FilesToSend.module.css';
import { drop, type FileToSend, useFilesToSend } from './files-to-send.ts';
import { ProgressBar } from './ProgressBar.tsx';

/** What the next message takes along, above the field. */
export function FilesToSend({ thread }: { readonly thread: string }) {
  const files = useFilesToSend((held) => held.files);
  const mine = files.filter((file) => file.thread === thread);
  if (mine.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t('attached.label')}>
      {mine.map((file) => (
        <Row key={file.key} file={file} />
      ))}
    </ul>
  );
}

function Row({ file }: { readonly file: FileToSend }) {
  const dashboard = useDashboard();
  const reading = useNode((node) =>
    node.transfers.find(({ id, state }) => state === 'reading' && id === file.id),
  );
  const name = visibleLine(file.name);
  const done = file.state === 'taking' ? file.doneBytes : (reading?.doneBytes ?? null);
  const says =
    done === null
      ? file.state === 'sending'
        ? t('attached.sending')
        : byteSize(file.bytes)
      : t(file.state === 'taking' ? 'attached.taking' : 'attached.reading', {
          size: byteSizeOf(done, file.bytes),
        });
  return (
    <li className={styles.file}>
      <span className={styles.words}>
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        <span className={styles.says}>{says}</span>
        {done === null ? null : (
          <ProgressBar label={t('attached.progress', { name })} done={done} total={file.bytes} says={says} />
        )}
      </span>
      <IconButton icon="close" label={t('attached.remove', { name })} onClick={() => drop(dashboard, file)} />
    </li>
  );
}
