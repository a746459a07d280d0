import type { ReactNode } from 'react';
import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { forkName } from '#shared/words/reasons/fork-words.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useSignWait } from '../../state/cell.ts';
import { openOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { Button } from '../Button.tsx';
import { FormError } from '../Field.tsx';
import styles from './Forks.module.css';

/** What can be done about a fork as it stands: go, stay, withdraw, go without those who do not answer. */
export function ForkActions({
  fork,
  children,
}: {
  readonly fork: ForkProposal;
  readonly children?: ReactNode;
}) {
  const go = useCall('forks.go');
  const stay = useCall('forks.stay');
  const signWait = useSignWait();
  const { state, cell, waitsFor } = fork;
  const wait = signWait ?? (waitsFor ? sentence(waitsFor) : null);
  const name = forkName(fork);
  const parent = visibleLine(fork.parent.name, 60);
  if (state === 'declined' || state === 'over' || state === 'alive') return null;
  const onGo = async () => {
    const done = await go.run({ cell });
    if (done) showToast(t(state === 'crossed' ? 'cells.used' : 'forks.went', { name }));
  };
  const onStay = async () => {
    const done = await stay.run({ cell });
    if (done) showToast(t('forks.stayed', { parent }));
  };
  return (
    <>
      <div className={styles.actions}>
        {state === 'entered' ? (
          <Without fork={fork} disabled={signWait !== null} />
        ) : (
          <Button
            variant="primary"
            busy={go.busy}
            disabled={wait !== null || stay.busy}
            onClick={() => void onGo()}
          >
            {state === 'crossed' ? t('forks.move', { name }) : t('forks.go')}
          </Button>
        )}
        <Button busy={stay.busy} disabled={signWait !== null || go.busy} onClick={() => void onStay()}>
          {t(state === 'entered' ? 'forks.withdraw' : 'forks.stay')}
        </Button>
        {children}
        {wait === null ? null : <span className={styles.note}>{wait}</span>}
      </div>
      <FormError message={failureInWords(go.failure ?? stay.failure)} />
    </>
  );
}

/** The founder proposes it again without those who have not answered: what goes along then is shown before. */
function Without({ fork, disabled }: { readonly fork: ForkProposal; readonly disabled: boolean }) {
  const { awaited, carried, founder, name } = fork;
  if (!founder.me || awaited.length === 0) return null;
  const withThem = carried.members
    .filter((one) => !one.me && !awaited.includes(one.name))
    .map(({ scid }) => scid);
  const follow = Object.fromEntries(carried.follows.map(({ slot, key }) => [slot, key]));
  return (
    <Button disabled={disabled} onClick={() => openOverlay({ kind: 'fork', name, asked: withThem, follow })}>
      {t('forks.without', { names: nameList(awaited) })}
    </Button>
  );
}
