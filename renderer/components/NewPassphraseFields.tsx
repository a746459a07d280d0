import type { ReactNode, Ref } from 'react';
import { Field } from './Field.tsx';
import type { passphraseError } from './passphrase.ts';

export interface NewPassphraseFieldsProps {
  readonly labels: { readonly once: string; readonly again: string };
  readonly hint: ReactNode;
  readonly passphrase: string;
  readonly onPassphrase: (text: string) => void;
  readonly repeat: string;
  readonly onRepeat: (text: string) => void;
  /** What is wrong, as soon as it is to be said. */
  readonly errors: ReturnType<typeof passphraseError> | null;
  readonly large?: boolean;
  /** True where something else is typed first. */
  readonly isLater?: boolean;
  readonly againRef?: Ref<HTMLInputElement>;
}

/** A passphrase that is chosen now, and the same once more. */
export function NewPassphraseFields(props: NewPassphraseFieldsProps) {
  const { labels, hint, passphrase, onPassphrase, repeat, onRepeat, errors, againRef } = props;
  const shared = { type: 'password', autoComplete: 'new-password', large: props.large === true };
  return (
    <>
      <Field
        {...shared}
        {...(props.isLater ? {} : { 'data-autofocus': '' })}
        label={labels.once}
        value={passphrase}
        onValue={onPassphrase}
        hint={hint}
        error={errors?.passphrase ?? null}
      />
      <Field
        {...shared}
        {...(againRef ? { ref: againRef } : {})}
        label={labels.again}
        value={repeat}
        onValue={onRepeat}
        error={errors?.repeat ?? null}
      />
    </>
  );
}
