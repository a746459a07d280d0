import { useEffect, useState } from 'react';
import type { CallOutput } from '#shared/contract/contract.ts';
import { invitationSentence } from '#shared/words/reasons/join-reason.ts';
import { useDashboard } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import styles from './Cell.module.css';

/** Shorter than any invitation. */
const CODE_MIN = 24;

/** Who invites, to what, until when: what the invitation itself says, before anybody is asked. */
export function InvitationSays({ code }: { readonly code: string }) {
  const dashboard = useDashboard();
  const nowMs = useNow(60_000);
  const [says, setSays] = useState<CallOutput<'cell.readInvitation'> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setSays(null);
    if (code.trim().length >= CODE_MIN)
      void dashboard.call('cell.readInvitation', { code }).then((answer) => {
        if (isCurrent && answer.ok) setSays(answer.value);
      });
    return () => {
      isCurrent = false;
    };
  }, [dashboard, code]);
  return (
    <p className={styles.note} role="status" dir="auto">
      {says ? invitationSentence(says, nowMs) : null}
    </p>
  );
}
