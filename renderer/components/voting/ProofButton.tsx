import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useCell } from '../../state/cell.ts';
import { fileName, saveFile } from '../../state/save-file.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { Button } from '../Button.tsx';
import { FormError } from '../Field.tsx';

/** Saves what was decided as a page that checks itself: for whoever has no GhostStack, and no reason to believe ours. */
export function ProofButton({ proposal }: { readonly proposal: string }) {
  const { busy, failure, run } = useCall('governance.proof');
  const cell = useCell();
  const wait = useWaitReason();
  const save = async (): Promise<void> => {
    const made = await run({ id: proposal, form: 'html' });
    if (!made) return;
    const file = `${fileName(`${cell?.name ?? ''} ${made.value.label} proof`)}.html`;
    saveFile(file, made.value.text, 'text/html');
    showToast(t('governance.proofSaved', { file }));
  };
  return (
    <>
      <FormError message={failureInWords(failure) ?? wait} />
      <Button
        icon="download"
        busy={busy}
        disabled={wait !== null}
        title={t('governance.exportProof.hint')}
        onClick={() => void save()}
      >
        {t('governance.exportProof')}
      </Button>
    </>
  );
}
