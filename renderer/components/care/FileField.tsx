import type { CallInput } from '#shared/contract/contract.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useNode } from '../../state/context.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { useCall } from '../../state/use-call.ts';
import { Button } from '../Button.tsx';
import { Field, type FieldProps, FormError } from '../Field.tsx';
import styles from './FileField.module.css';

/** A path on the computer of the node: typed, and in the window of the app also chosen in the system's dialog. */
export function FileField({
  wanted,
  ...field
}: Omit<FieldProps, 'mono' | 'autoComplete' | 'spellCheck'> &
  Pick<CallInput<'window.chooseFile'>, 'wanted'>) {
  const choose = useCall('window.chooseFile');
  const isDemo = useNode((node) => node.demo !== null);
  const ask = async () => {
    const chosen = await choose.run({ wanted, suggested: field.value });
    if (chosen?.value.path) field.onValue(chosen.value.path);
  };
  return (
    <div className={styles.file}>
      <Field mono autoComplete="off" spellCheck={false} {...field} />
      {isInBrowser() || isDemo ? null : (
        <Button size="small" busy={choose.busy} onClick={() => void ask()}>
          {t('files.choose')}
        </Button>
      )}
      <FormError message={failureInWords(choose.failure)} />
    </div>
  );
}
