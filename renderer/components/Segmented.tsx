import { useId, useState } from 'react';
import styles from './Segmented.module.css';

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** `lang` where a label is in another language than the page. */
  readonly options: readonly { readonly value: T; readonly label: string; readonly lang?: string }[];
  /** What is chosen shows at once; if this takes time and fails, the value of before comes back. */
  readonly onChange: (value: T) => unknown;
  readonly disabled?: boolean;
  /** Shows the label before the control; otherwise only readers hear it. */
  readonly showLabel?: boolean;
}

/** Radio buttons side by side: arrow keys move and choose. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, value, options, onChange, disabled = false, showLabel = false } = props;
  const name = useId();
  const [pending, setPending] = useState<T | null>(null);
  const choose = (chosen: T): void => {
    const done = onChange(chosen);
    if (!(done instanceof Promise)) return;
    setPending(chosen);
    void done.finally(() => setPending((now) => (now === chosen ? null : now)));
  };
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
              checked={option.value === (pending ?? value)}
              onChange={() => choose(option.value)}
            />
            <span lang={option.lang}>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
