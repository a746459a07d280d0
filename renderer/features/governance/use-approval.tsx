import { type ReactNode, useState } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Checkbox } from '../../components/Checkbox.tsx';
import { useNode } from '../../state/context.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';

export interface Approval {
  readonly approves: boolean;
  readonly busy: boolean;
  readonly checkbox: ReactNode;
  /** Of the vote that is open by now, unless that was unticked. */
  sign(id: string): Promise<void>;
}

/** Whoever opens a vote is for it as a rule: one click does both, and says so. */
export function useApproval(): Approval {
  const [approves, setApproves] = useState(true);
  const vote = useCall('governance.vote');
  const me = useNode((node) => visibleLine(node.me?.name ?? '', 40));
  return {
    approves,
    busy: vote.busy,
    checkbox: (
      <Checkbox label={t('governance.form.approve', { me })} checked={approves} onChange={setApproves} />
    ),
    async sign(id) {
      if (!approves || (await vote.run({ id, choice: 'APPROVE', comment: null }))) return;
      // The page of the proposal asks for it again.
      showToast(t('governance.form.approveFailed'));
    },
  };
}
