import { useId } from 'react';
import { classes } from './class-names.ts';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  /** Small, with its label for readers only: a filter in the head of a card. */
  readonly filter?: boolean;
}

/** The platform's own list: it opens where there is room and takes every key that people know. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  filter = false,
}: SelectProps<T>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={filter ? 'visuallyHidden' : styles.label}>
        {label}
      </label>
      <span className={classes(styles.box, filter && styles.filter)}>
        <select
          id={id}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value);
            if (chosen) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="down" size={13} />
      </span>
    </div>
  );
}
