import { type FormEvent, useState } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useMute } from '../../state/use-mute.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './PeerDialogs.module.css';

const HOUR_MS = 3_600_000;
const LENGTHS = { hour: HOUR_MS, day: 8 * HOUR_MS, week: 7 * 24 * HOUR_MS, ever: null } as const;
type Length = keyof typeof LENGTHS;

/** Asks for how long nothing is told of a conversation. */
export function MuteDialog(props: {
  readonly thread: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { thread, name, onClose } = props;
  const mute = useMute();
  const wait = useWaitReason();
  const [length, setLength] = useState<Length>('day');
  const [also, setAlso] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lengthMs = LENGTHS[length];
    const untilMs = lengthMs === null ? null : Date.now() + lengthMs;
    if (await mute(thread, { untilMs, ...(also ? { alsoToEveryone: true } : {}) })) onClose();
  };
  const isEveryone = thread === 'broadcast';
  return (
    <Dialog
      title={isEveryone ? t('messages.mute.titleEveryone') : t('messages.mute.title', { name })}
      width={440}
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.text}>
          {isEveryone ? t('messages.mute.textEveryone') : t('messages.mute.text', { name })}
        </p>
        <Segmented
          label={t('messages.mute.length')}
          value={length}
          options={(Object.keys(LENGTHS) as Length[]).map((value) => ({
            value,
            label: t(`messages.mute.${value}`),
          }))}
          onChange={setLength}
        />
        {isEveryone ? null : (
          <Checkbox label={t('messages.mute.also', { name })} checked={also} onChange={setAlso} />
        )}
        <FormError message={wait} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" data-autofocus="" disabled={wait !== null}>
            {t('messages.mute.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
