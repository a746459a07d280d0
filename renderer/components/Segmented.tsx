import { useId } from 'react';
import styles from './Segmented.module.css';

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
  /** Shows the label before the control; otherwise only readers hear it. */
  readonly showLabel?: boolean;
}

/** Radio buttons side by side: arrow keys move and choose. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, value, options, onChange, disabled = false, showLabel = false } = props;
  const name = useId();
  return (
    <fieldset className={styles.group} disabled={disabled}>
      <legend className={showLabel ? styles.legend : 'visuallyHidden'}>{label}</legend>
      <div className={styles.track}>
        {options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
