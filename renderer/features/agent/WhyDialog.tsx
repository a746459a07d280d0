import { useEffect, useState } from 'react';
import type { Why } from '#shared/contract/agent-calls.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { closeOverlay } from '../../state/overlays.ts';
import { saveFile } from '../../state/save-file.ts';
import { useCall } from '../../state/use-call.ts';
import { CheckCycle } from './CheckCycle.tsx';
import { CycleFacts } from './CycleFacts.tsx';
import { MostAlike } from './MostAlike.tsx';
import { Outcomes } from './Outcomes.tsx';
import styles from './Why.module.css';

/** A cycle by its number, or by the digest that stands in what it led to. */
type Which = { readonly cycle: number } | { readonly subject: string };

/** Why the own agent did, or suggests, something: the cycle, what came of it, and what it is like. */
export function OwnWhyDialog({ which }: { readonly which: Which }) {
  const { run, failure } = useCall('agent.why');
  const [why, setWhy] = useState<Why | null>(null);
  const key = 'cycle' in which ? which.cycle : which.subject;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same cycle is asked for once
  useEffect(() => {
    void run(which).then((done) => setWhy(done?.value ?? null));
  }, [run, key]);
  return (
    <Dialog title={t('agent.why.title')} width={620} onClose={closeOverlay}>
      <div className={styles.why}>
        <FormError message={failureInWords(failure)} />
        {why ? <OwnCycle why={why} /> : failure ? null : <SkeletonRows rows={8} />}
      </div>
    </Dialog>
  );
}

function OwnCycle({ why }: { readonly why: Why }) {
  const { cycle, digest, nearest, act } = why;
  const saving = useCall('agent.exportCycle');
  const save = async () => {
    const done = await saving.run(act ? { subject: digest } : { cycle: cycle.cycle });
    if (done) saveFile(`ghoststack-cycle-${cycle.cycle}.json`, done.value.json, 'application/json');
  };
  return (
    <>
      <CycleFacts cycle={cycle} />
      {act ? <Outcomes act={act} outcomes={why.outcomes} /> : null}
      <MostAlike nearest={nearest} />
      <Digest digest={digest} />
      <p className={styles.quiet}>{t('agent.why.saveText')}</p>
      <FormError message={failureInWords(saving.failure)} />
      <DialogActions>
        <CopyButton variant="quiet" text={digest} label={t('agent.why.copyDigest')} />
        <Button icon="download" busy={saving.busy} onClick={() => void save()}>
          {t('agent.why.save')}
        </Button>
      </DialogActions>
    </>
  );
}

/** What is known of what somebody else's agent did: a digest, and what the cycle that they show comes to. */
export function OthersWhyDialog({ name, digest }: { readonly name: string; readonly digest: string }) {
  const shown = visibleLine(name, 40);
  return (
    <Dialog title={t('agent.by.title', { name: shown })} width={620} onClose={closeOverlay}>
      <div className={styles.why}>
        <p>{t('agent.why.others', { name: shown })}</p>
        <Digest digest={digest} />
        <CheckCycle digest={digest} />
      </div>
    </Dialog>
  );
}

function Digest({ digest }: { readonly digest: string }) {
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('agent.why.digest')}</dt>
        <dd className={styles.mono}>{digest}</dd>
      </div>
    </dl>
  );
}
