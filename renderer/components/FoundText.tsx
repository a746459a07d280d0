import type { SearchPart } from '#shared/contract/domain/search.ts';
import { visiblePieces } from '#shared/protocol/visible-text.ts';
import styles from './FoundText.module.css';

/** A piece of somebody's text on one line, with the words that were searched for. Text, never markup. */
export function FoundText({ parts }: { readonly parts: readonly SearchPart[] }) {
  return (
    <bdi className={styles.text}>
      {parts.map(({ text, found }, at) => {
        const shown = visiblePieces(text)
          .map((piece) => (piece.control ? `⟨${piece.text}⟩` : piece.text))
          .join('')
          .replace(/\s+/g, ' ');
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text keep their places
        return found ? <mark key={at}>{shown}</mark> : <span key={at}>{shown}</span>;
      })}
    </bdi>
  );
}
