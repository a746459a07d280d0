import { type Ref, type TextareaHTMLAttributes, useId } from 'react';
import { classes } from './class-names.ts';
import fieldStyles from './Field.module.css';
import styles from './TextArea.module.css';

export interface TextAreaProps
  extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'onChange'> {
  readonly label: string;
  /** Only readers hear the label; the placeholder says the same to the eye. */
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string | null;
  readonly error?: string | null;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text; it grows with what is written, up to a third of the window. */
export function TextArea({ label, hideLabel = false, value, onValue, hint, error, ...rest }: TextAreaProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={fieldStyles.field}>
      <label htmlFor={id} className={hideLabel ? 'visuallyHidden' : undefined}>
        {label}
      </label>
      <div className={classes(fieldStyles.box, error ? fieldStyles.wrong : undefined)}>
        <textarea
          {...rest}
          id={id}
          dir="auto"
          value={value}
          className={styles.input}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      </div>
      {note ? (
        <p id={`${id}-note`} className={error ? fieldStyles.error : fieldStyles.hint}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
