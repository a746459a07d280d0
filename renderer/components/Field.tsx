import { type InputHTMLAttributes, type ReactNode, type Ref, useId, useState } from 'react';
import { t } from '#shared/words/translate.ts';
import { classes } from './class-names.ts';
import styles from './Field.module.css';
import { Icon } from './Icon.tsx';

export interface FieldProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'onChange' | 'size'> {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: ReactNode;
  /** What is wrong, and how to mend it. */
  readonly error?: string | null;
  readonly mono?: boolean;
  readonly large?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function Field({ label, value, onValue, hint, error, mono, large, type, ...rest }: FieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const secret = type === 'password';
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={classes(styles.box, large && styles.large, error ? styles.wrong : undefined)}>
        <input
          {...rest}
          id={id}
          type={secret && shown ? 'text' : type}
          value={value}
          className={classes(styles.input, mono && styles.mono)}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-note` : undefined}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
        {secret ? (
          <button
            type="button"
            className={styles.show}
            aria-label={t(shown ? 'setup.hide' : 'setup.show')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon name="eye" />
          </button>
        ) : null}
      </div>
      {error ? (
        <p id={`${id}-note`} className={styles.error}>
          {error}
        </p>
      ) : hint ? (
        <p id={`${id}-note`} className={styles.hint}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** What the node answered to a whole form, when no single field is to blame. */
export function FormError({ message }: { readonly message: string | null | undefined }) {
  return message ? (
    <p role="alert" className={styles.error}>
      {message}
    </p>
  ) : null;
}
