import { CopyButton } from './CopyButton.tsx';
import styles from './RawText.module.css';

/** Machine text as it is, in a box that scrolls, with a button that copies it. */
export function RawText({
  text,
  label,
  copyLabel,
}: {
  readonly text: string;
  readonly label: string;
  readonly copyLabel: string;
}) {
  return (
    <div className={styles.raw}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the keyboard */}
      <section aria-label={label} tabIndex={0}>
        <pre>{text}</pre>
      </section>
      <CopyButton size="small" text={text} label={copyLabel} />
    </div>
  );
}
