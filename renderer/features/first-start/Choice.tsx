import { type ReactNode, useEffect, useId, useRef } from 'react';
import { classes } from '../../components/class-names.ts';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { Tag } from '../../components/Tag.tsx';
import styles from './FirstStart.module.css';

export interface ChoiceProps<T extends string> {
  /** Of the radio buttons that exclude each other. */
  readonly group: string;
  readonly icon: IconName;
  readonly value: T;
  readonly title: string;
  readonly tag?: string | null;
  readonly text: string;
  readonly disabled?: boolean;
  readonly chosen: boolean;
  readonly onChoose: (value: T) => void;
  /** What else is asked once it is chosen. */
  readonly children?: ReactNode;
}

/** One answer to a question of the first start: a radio button as large as its explanation. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const id = useId();
  const disabled = props.disabled ?? false;
  const fields = useRef<HTMLDivElement>(null);
  const pointed = useRef(false);
  // Who walks through the answers with the arrow keys stays among them.
  useEffect(() => {
    if (props.chosen && pointed.current) fields.current?.querySelector('input')?.focus();
    pointed.current = false;
  }, [props.chosen]);
  return (
    <div
      className={classes(styles.choice, props.chosen && styles.chosen, disabled && styles.off)}
      onPointerDown={() => {
        pointed.current = !props.chosen;
      }}
    >
      <span className={styles.choiceIcon}>
        <Icon name={props.icon} size={17} />
      </span>
      <div className={styles.choiceText}>
        <label htmlFor={id}>
          <span className={styles.choiceTitle}>{props.title}</span>
          {props.tag ? <Tag tone="accent">{props.tag}</Tag> : null}
        </label>
        <p id={`${id}-text`}>{props.text}</p>
        {props.chosen && props.children ? (
          <div ref={fields} className={styles.fields}>
            {props.children}
          </div>
        ) : null}
      </div>
      <input
        id={id}
        type="radio"
        name={props.group}
        value={props.value}
        checked={props.chosen}
        disabled={disabled}
        aria-describedby={`${id}-text`}
        {...(props.chosen && !props.children ? { 'data-autofocus': '' } : {})}
        onChange={() => props.onChoose(props.value)}
      />
    </div>
  );
}
