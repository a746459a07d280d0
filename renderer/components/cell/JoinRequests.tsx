import { type ReactNode, useState } from 'react';
import type { JoinRequest } from '#shared/contract/domain/cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { ago } from '#shared/words/format/times.ts';
import { choiceWord } from '#shared/words/reasons/choice-word.ts';
import { inviterReason } from '#shared/words/reasons/join-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useCell, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import { Avatar } from '../Avatar.tsx';
import { Button } from '../Button.tsx';
import { FormError } from '../Field.tsx';
import { StateMark } from '../StateMark.tsx';
import styles from './Cell.module.css';
import { Words } from './Words.tsx';

/** Everybody who asks to be admitted, with what this operator can do about it. */
export function JoinRequests({ onAccepted }: { readonly onAccepted?: () => void }) {
  const requests = useCell()?.joinRequests ?? [];
  return (
    <ul className={styles.requests} aria-label={t('cell.request')}>
      {requests.map((request) => (
        <li key={request.scid}>
          <JoinRequestRow request={request} {...(onAccepted ? { onAccepted } : {})} />
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  readonly request: JoinRequest;
  /** This operator has accepted who came by an invitation of its own. */
  readonly onAccepted?: () => void;
}

export function JoinRequestRow({ request, onAccepted }: RowProps) {
  switch (request.state) {
    case 'admitted':
      return <Ended request={request} state="admitted" />;
    case 'refused':
      return <Ended request={request} state="refused" />;
    default:
      if (request.answered) return <Answered request={request} />;
      return request.state === 'asking' ? (
        <Asking request={request} {...(onAccepted ? { onAccepted } : {})} />
      ) : (
        <Voting request={request} />
      );
  }
}

function nameOf(request: JoinRequest): string {
  return visibleLine(request.name, 40);
}

function reasonOf(request: JoinRequest): string {
  const { compared, state, clockAheadMs, waitsFor, needed, untilMs, name } = request;
  const ballot = untilMs === null ? null : { waitsFor, needed, untilMs };
  return inviterReason({ compared, state, ballot, clockAheadMs }, name);
}

function Frame(props: {
  readonly request: JoinRequest;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  const next = useNode((node) => node.cell?.members.length ?? 0);
  return (
    <div className={styles.request}>
      <Avatar name={props.request.name} order={next} mark="waiting" />
      <div className={styles.requestBody}>
        <h3 dir="auto" tabIndex={-1} data-arrival={`join-${props.request.scid}`}>
          {props.title}
        </h3>
        <p className={styles.text} dir="auto">
          {props.text}
        </p>
        {props.children}
      </div>
    </div>
  );
}

/** Came by an invitation of ours: only here can the words be compared. */
function Asking({ request, onAccepted }: RowProps) {
  const nowMs = useNow(60_000);
  const call = useCall('cell.answerJoin');
  const wait = useSignWait();
  const name = nameOf(request);
  const answer = (accept: boolean) => {
    void call.run({ scid: request.scid, accept }).then((done) => done && accept && onAccepted?.());
  };
  return (
    <Frame
      request={request}
      title={t('cell.request.asks', { name })}
      text={t('cell.request.asksText', { name, ago: ago(request.receivedAtMs, nowMs) })}
    >
      {request.words ? <Words words={request.words} label={t('cell.request.words', { name })} /> : null}
      {request.clockAheadMs === null ? null : <p className={styles.text}>{reasonOf(request)}</p>}
      <div className={styles.buttons}>
        <Button variant="primary" busy={call.busy} disabled={wait !== null} onClick={() => answer(true)}>
          {t('cell.request.accept')}
        </Button>
        <Button variant="danger" disabled={wait !== null || call.busy} onClick={() => answer(false)}>
          {t('cell.request.refuse')}
        </Button>
        <span className={styles.note}>{wait ?? t('cell.request.acceptHint')}</span>
      </div>
      <FormError message={failureInWords(call.failure)} />
    </Frame>
  );
}

/** The ballot of another member's newcomer: the first click selects, the second signs. */
function Voting({ request }: { readonly request: JoinRequest }) {
  const [choice, setChoice] = useState<'APPROVE' | 'REJECT' | null>(null);
  const me = useNode((node) => node.me?.name ?? '');
  const call = useCall('cell.answerJoin');
  const wait = useSignWait();
  const name = nameOf(request);
  const inviter = visibleLine(request.inviter, 40);
  const pick = (next: 'APPROVE' | 'REJECT') => () => setChoice((old) => (old === next ? null : next));
  return (
    <Frame
      request={request}
      title={t('cell.request.ballot', { name, inviter })}
      text={`${t('cell.request.ballotText', { name, inviter })} ${reasonOf(request)}`}
    >
      <div className={styles.buttons}>
        <Button
          icon="check"
          aria-pressed={choice === 'APPROVE'}
          disabled={wait !== null}
          onClick={pick('APPROVE')}
        >
          {t('cell.request.approve')}
        </Button>
        <Button
          icon="close"
          aria-pressed={choice === 'REJECT'}
          disabled={wait !== null}
          onClick={pick('REJECT')}
        >
          {t('cell.request.reject')}
        </Button>
        {choice ? (
          <Button
            key={choice}
            autoFocus
            variant="primary"
            busy={call.busy}
            disabled={wait !== null}
            onClick={() => void call.run({ scid: request.scid, accept: choice === 'APPROVE' })}
          >
            {t('cell.request.sign', { choice: choiceWord(choice), me: visibleLine(me, 40) })}
          </Button>
        ) : null}
        {wait ? <span className={styles.note}>{wait}</span> : null}
      </div>
      <FormError message={failureInWords(call.failure)} />
    </Frame>
  );
}

function Answered({ request }: { readonly request: JoinRequest }) {
  const name = nameOf(request);
  const mine = request.words !== null;
  return (
    <Frame
      request={request}
      title={t(mine ? 'cell.request.accepted' : 'cell.request.voted', { name })}
      text={reasonOf(request)}
    >
      {request.words ? <Words words={request.words} label={t('cell.request.words', { name })} /> : null}
    </Frame>
  );
}

function Ended({
  request,
  state,
}: {
  readonly request: JoinRequest;
  readonly state: 'admitted' | 'refused';
}) {
  return (
    <div className={styles.request}>
      <StateMark mark={state === 'admitted' ? 'ok' : 'stop'} size={18} />
      <div className={styles.requestBody}>
        <h3>{t(`cell.request.${state}`, { name: nameOf(request) })}</h3>
        <p className={styles.text}>{t(`cell.request.${state}Text`)}</p>
      </div>
    </div>
  );
}
