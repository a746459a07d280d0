import { classes } from '../class-names.ts';
import styles from './Cell.module.css';

/** Six words in two rows of three, in the order in which they are read aloud. */
export function Words({
  words,
  label,
  large = false,
}: {
  readonly words: readonly string[];
  readonly label: string;
  readonly large?: boolean;
}) {
  return (
    <ol className={classes(styles.words, large && styles.large)} aria-label={label} lang="en">
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, its place is its identity
        <li key={index}>{word}</li>
      ))}
    </ol>
  );
}
