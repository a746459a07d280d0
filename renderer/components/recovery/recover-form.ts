import { useEffect, useState } from 'react';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { takeRecoverLink, useRecoverLink } from '../../state/join-link.ts';
import { useCall } from '../../state/use-call.ts';
import type { CellForm } from '../cell/cell-forms.ts';

const CODE_MIN = 8;

/** By which a home that is in its cell asks. */
export type WayBack = 'words' | 'device';

/** A recovery code or its link, and the call that asks by it. A link that was opened fills it in. */
export function useRecoverForm(way: WayBack = 'words'): CellForm {
  const call = useCall('recovery.begin');
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const { clear } = call;
  const linked = useRecoverLink((link) => link.code);
  useEffect(() => {
    if (linked === null) return;
    takeRecoverLink();
    setValue(linked);
    clear();
  }, [linked, clear]);
  const code = value.trim();
  const wrong = code.length < CODE_MIN ? t('recovery.begin.missing') : null;
  return {
    value,
    set: (next) => {
      setValue(next);
      call.clear();
    },
    error: (tried ? wrong : null) ?? failureInWords(call.failure) ?? null,
    busy: call.busy,
    async submit() {
      setTried(true);
      return wrong === null && !call.busy && (await call.run({ code, way })) !== null;
    },
  };
}
