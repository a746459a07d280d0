import type { MessageFile } from '#shared/contract/domain/file.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import styles from './FileCard.module.css';

/** What a file would be saved as, its extension apart: a name cannot hide what kind of file it is. */
export function FileName({ stem, extension }: Pick<MessageFile, 'stem' | 'extension'>) {
  const name = visibleLine(stem);
  return (
    <span className={styles.name}>
      <bdi className={styles.stem} title={name}>
        {name}
      </bdi>
      {extension === '' ? null : <bdi className={styles.extension}>{`.${visibleLine(extension)}`}</bdi>}
    </span>
  );
}
