import { useEffect, useState } from 'react';
import { t } from '#shared/words/translate.ts';
import { copyText } from '../state/clipboard.ts';
import { Button, type ButtonProps } from './Button.tsx';

const SAID_MS = 2_000;

/** Says on itself that it copied, so that it is seen inside a dialog too. */
export function CopyButton({
  text,
  label,
  ...rest
}: { readonly text: string; readonly label: string } & Omit<ButtonProps, 'children' | 'onClick' | 'icon'>) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <Button
      {...rest}
      icon={done ? 'check' : 'copy'}
      onClick={() => {
        void copyText(text).then(setDone);
      }}
    >
      {done ? t('common.copied') : label}
    </Button>
  );
}
