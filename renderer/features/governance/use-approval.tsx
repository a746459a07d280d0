import { type ReactNode, useState } from 'react';
import { visibleLine } from '#shared/format/peer-text.ts';
import { t } from '#shared/i18n/translate.ts';
import { useNode } from '../../app/context.tsx';
import { showToast } from '../../app/toasts.ts';
import { useCall } from '../../app/use-call.ts';
import { Checkbox } from '../../components/Checkbox.tsx';

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
