import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { fileName, saveFile } from '../../../state/save-file.ts';

/** Papers to hand over: as a text, or as a file. */
export function HandOver({
  text,
  name,
  label,
}: {
  readonly text: string;
  readonly name: string;
  readonly label: string;
}) {
  return (
    <>
      <Button
        icon="download"
        onClick={() => saveFile(`${fileName(name)}.json`, `${text}\n`, 'application/json')}
      >
        {t('credentials.file.save')}
      </Button>
      <CopyButton variant="primary" text={text} label={label} />
    </>
  );
}
