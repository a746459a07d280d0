import { visibleLine } from '#shared/words/format/peer-text.ts';
import styles from './Avatar.module.css';
import { classes } from './class-names.ts';
import { Icon } from './Icon.tsx';
import { type MarkShape, StateMark } from './StateMark.tsx';

export interface AvatarProps {
  readonly name: string;
  /** Place in the order of joining: fixes the colour. */
  readonly order: number;
  readonly size?: number;
  readonly mark?: MarkShape | null;
  readonly offline?: boolean;
  /** Name and state for readers; without it the avatar is decoration beside its name. */
  readonly label?: string;
}

const segmenter = new Intl.Segmenter();

export function initialOf(name: string): string {
  const first = segmenter.segment(visibleLine(name))[Symbol.iterator]().next();
  return first.done ? '?' : first.value.segment.toLocaleUpperCase();
}

export function Avatar({ name, order, size = 30, mark = null, offline = false, label }: AvatarProps) {
  const markSize = Math.max(10, Math.round(size * 0.36));
  return (
    <span
      className={classes(styles.avatar, offline && styles.offline)}
      data-member={((order % 7) + 7) % 7}
      style={{ inlineSize: size, blockSize: size, fontSize: Math.round(size * 0.42) }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <span className={styles.letter}>{initialOf(name)}</span>
      {mark ? (
        <span className={styles.mark}>
          <StateMark mark={mark} size={markSize} />
        </span>
      ) : null}
    </span>
  );
}

/** The place of everyone, in lists of people. */
export function EveryoneAvatar({ size = 30 }: { readonly size?: number }) {
  return (
    <span
      className={classes(styles.avatar, styles.offline)}
      style={{ inlineSize: size, blockSize: size }}
      aria-hidden="true"
    >
      <Icon name="people" size={Math.round(size * 0.5)} />
    </span>
  );
}
