import { useLayoutEffect, useRef, useState } from 'react';
import { visiblePieces } from '#shared/protocol/visible-text.ts';
import { t } from '#shared/words/translate.ts';
import styles from './PeerText.module.css';

const CAPPED_LINES = 6;

function pieces(text: string) {
  return visiblePieces(text).map((piece, index) =>
    piece.control ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text keep their places
      <span key={index} className={styles.control}>
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

/** Text of others is text: its own direction, hidden characters shown, six lines until asked for more (or `whole`). */
export function PeerText({ text, whole = false }: { readonly text: string; readonly whole?: boolean }) {
  const block = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text
  useLayoutEffect(() => {
    const element = block.current;
    if (element && !open && !whole) setLong(element.scrollHeight > element.clientHeight + 1);
  }, [text, open, whole]);

  return (
    <>
      <div
        ref={block}
        dir="auto"
        className={styles.text}
        style={open || whole ? {} : { WebkitLineClamp: CAPPED_LINES }}
        data-open={open || whole}
      >
        {pieces(text)}
      </div>
      {long ? (
        <button
          type="button"
          className={styles.more}
          aria-expanded={open}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!open);
          }}
        >
          {t(open ? 'common.showLess' : 'common.showAll')}
        </button>
      ) : null}
    </>
  );
}
