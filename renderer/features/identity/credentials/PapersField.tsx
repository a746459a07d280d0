import { type DragEvent, useRef, useState } from 'react';
import { PAPERS_MAX } from '#shared/contract/credential-calls.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { FormError } from '../../../components/Field.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import styles from './Credentials.module.css';

/** What somebody handed over: pasted, chosen as a file, or dropped. */
export function PapersField(props: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (text: string) => void;
}) {
  const { label, value, onValue } = props;
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = await textOf(file);
    setProblem('problem' in read ? read.problem : null);
    if ('text' in read) onValue(read.text);
  };
  const isFile = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  return (
    <fieldset
      className={styles.papers}
      aria-label={label}
      // A browser would go to what is dropped, and away from this page.
      onDragOver={(event) => {
        if (isFile(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <TextArea label={label} rows={4} value={value} onValue={onValue} />
      <span className={styles.row}>
        <Button icon="upload" size="small" onClick={() => input.current?.click()}>
          {t('credentials.file.choose')}
        </Button>
        <span className={styles.text}>{t('credentials.file.drop')}</span>
      </span>
      <input
        ref={input}
        type="file"
        aria-label={t('credentials.file.choose')}
        hidden
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      <FormError message={problem} />
    </fieldset>
  );
}

/** A folder that is dropped looks like a file that cannot be read. */
async function textOf(file: File): Promise<{ readonly text: string } | { readonly problem: string }> {
  const name = visibleLine(file.name, 60);
  if (file.size > PAPERS_MAX) {
    const sizes = { size: byteSize(file.size), limit: byteSize(PAPERS_MAX) };
    return { problem: t('credentials.file.tooLarge', { file: name, ...sizes }) };
  }
  try {
    return { text: (await file.text()).trim() };
  } catch {
    return { problem: t('credentials.file.unreadable', { file: name }) };
  }
}
