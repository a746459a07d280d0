import { useEffect, useState } from 'react';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { takeJoinLink, useJoinLink } from '../../state/join-link.ts';
import { useCall } from '../../state/use-call.ts';
import { USUAL_SHORTEST_MS } from './shortest-vote.ts';

const NAME_MAX = 60;
const CODE_MIN = 8;

export interface CellForm {
  readonly value: string;
  readonly set: (value: string) => void;
  /** What is wrong with the field once it was sent, or what the node answered. */
  readonly error: string | null;
  readonly busy: boolean;
  /** True when the node took it. */
  submit(): Promise<boolean>;
}

export interface FoundForm extends CellForm {
  /** The least that any ballot of the cell will be open. */
  readonly shortestMs: number;
  readonly setShortest: (lengthMs: number) => void;
}

/** The name and the shortest vote of a cell to be founded, and the call that founds it. */
export function useFoundForm(): FoundForm {
  const call = useCall('cell.found');
  const [value, setValue] = useState('');
  const [shortestMs, setShortest] = useState(USUAL_SHORTEST_MS);
  const [tried, setTried] = useState(false);
  const name = value.trim();
  const { length } = name;
  const wrong =
    length === 0
      ? t('cell.found.nameMissing')
      : length > NAME_MAX
        ? t('cell.found.nameLong', { n: length })
        : null;
  return {
    value,
    set: (next) => {
      setValue(next);
      call.clear();
    },
    error: (tried ? wrong : null) ?? failureInWords(call.failure) ?? null,
    busy: call.busy,
    shortestMs,
    setShortest,
    async submit() {
      setTried(true);
      if (wrong !== null || call.busy) return false;
      return (await call.run({ name, deadlineMinMs: shortestMs })) !== null;
    },
  };
}

/** An invitation's code or link, and the call that asks to join by it. A link that was opened fills it in. */
export function useJoinForm(): CellForm {
  const call = useCall('cell.join');
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const { clear } = call;
  const linked = useJoinLink((link) => link.code);
  useEffect(() => {
    if (linked === null) return;
    takeJoinLink();
    setValue(linked);
    clear();
  }, [linked, clear]);
  const code = value.trim();
  const wrong = code.length < CODE_MIN ? t('cell.join.codeMissing') : null;
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
      return wrong === null && !call.busy && (await call.run({ code })) !== null;
    },
  };
}
