import type { RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { ago } from '#shared/words/format/times.ts';
import { recoveryRequestReason } from '#shared/words/reasons/recover-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useCell, useSignWait } from '../../state/cell.ts';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import { Avatar } from '../Avatar.tsx';
import { Button } from '../Button.tsx';
import styles from '../cell/Cell.module.css';
import { Words } from '../cell/Words.tsx';
import { FormError } from '../Field.tsx';

/** Machines of members that ask to go on in place of lost ones, by a code of this node. */
export function RecoveryRequests() {
  const requests = useCell()?.recoveryRequests ?? [];
  if (requests.length === 0) return null;
  return (
    <ul className={styles.requests} aria-label={t('recovery.request')}>
      {requests.map((request) => (
        <li key={request.id}>
          <RecoveryRequestRow request={request} />
        </li>
      ))}
    </ul>
  );
}

/** Only here can the six words be compared: nothing is asked of the others before a click. */
export function RecoveryRequestRow({ request }: { readonly request: RecoveryRequest }) {
  const nowMs = useNow(60_000);
  const order = useCell()?.members.find(({ scid }) => scid === request.scid)?.order ?? 6;
  const name = visibleLine(request.name, 40);
  return (
    <div className={styles.request}>
      <Avatar name={request.name} order={order} mark={request.state === 'differ' ? 'stop' : 'waiting'} />
      <div className={styles.requestBody}>
        <h3 dir="auto" tabIndex={-1} data-arrival={`recovery-${request.id}`}>
          {t(titleOf(request), { name })}
        </h3>
        <p className={styles.text} dir="auto">
          {standingOf(request, nowMs)}
        </p>
        <Words words={request.words} label={t('recovery.request.words', { name })} />
        {request.state === 'differ' ? <PutAway request={request} /> : null}
        {request.answered || request.state === 'differ' ? null : <Answer request={request} />}
      </div>
    </div>
  );
}

function titleOf({ state, answered }: RecoveryRequest) {
  if (state === 'differ') return 'recovery.request.differ';
  return answered ? 'recovery.request.accepted' : 'recovery.request.asks';
}

function standingOf(request: RecoveryRequest, nowMs: number): string {
  const { state, answered, by, lost, receivedAtMs } = request;
  if (answered || state === 'differ') return recoveryRequestReason(request, nowMs);
  const how = by === 'words' && lost ? 'lost' : by;
  return t(`recovery.request.text.${how}`, { ago: ago(receivedAtMs, nowMs) });
}

/** Nothing is left to decide: it was read. */
function PutAway({ request }: { readonly request: RecoveryRequest }) {
  const call = useCall('recovery.answer');
  return (
    <>
      <div className={styles.buttons}>
        <Button busy={call.busy} onClick={() => void call.run({ id: request.id, accept: false })}>
          {t('common.dismiss')}
        </Button>
      </div>
      <FormError message={failureInWords(call.failure)} />
    </>
  );
}

function Answer({ request }: { readonly request: RecoveryRequest }) {
  const call = useCall('recovery.answer');
  const signWait = useSignWait();
  const name = visibleLine(request.name, 40);
  const wait = signWait ?? (request.compared ? null : t('recovery.request.notCompared', { name }));
  const answer = (accept: boolean) => void call.run({ id: request.id, accept });
  return (
    <>
      <div className={styles.buttons}>
        <Button variant="primary" busy={call.busy} disabled={wait !== null} onClick={() => answer(true)}>
          {t('recovery.request.accept')}
        </Button>
        <Button variant="danger" disabled={signWait !== null || call.busy} onClick={() => answer(false)}>
          {t('recovery.request.refuse')}
        </Button>
        <span className={styles.note}>{wait ?? t('recovery.request.hint', { name })}</span>
      </div>
      <FormError message={failureInWords(call.failure)} />
    </>
  );
}
