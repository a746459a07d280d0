import { useEffect, useRef } from 'react';
import type { TakenHome } from '#shared/contract/domain/home.ts';
import { ago, dayAndTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { BrandMark } from '../../components/BrandMark.tsx';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { useDocumentTitle } from '../../components/Page.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useNow } from '../../state/now.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './TakenHome.module.css';

/** Another process holds the home of this window: who it is, and what can be done about it. */
export function TakenHomePage(props: { readonly home: TakenHome; readonly look: () => void }) {
  const { home, look } = props;
  const attach = useCall('home.attach');
  const takeOver = useCall('home.takeOver');
  const show = () => {
    void attach.run({}).then((done) => done && showToast(t('home.attached')));
  };
  const main = useRef<HTMLElement>(null);
  useDocumentTitle(t('home.title'));
  // What is offered changes with the state: a button that had the focus may be another one now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each state has its own first button
  useEffect(() => {
    main.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
  }, [home.ended, home.attachable]);
  return (
    <main ref={main} className={styles.page}>
      <BrandMark size={40} />
      <h1>
        <StateMark mark={home.ended ? 'ok' : 'waiting'} /> {t(home.ended ? 'home.ended' : 'home.title')}
      </h1>
      <p role="status">{home.ended ? t('home.endedText') : <Holder home={home} />}</p>
      <p className={styles.path}>
        <code>{home.path}</code>
      </p>
      <div className={styles.actions}>
        {home.attachable ? (
          <Button
            variant="primary"
            size="large"
            busy={attach.busy}
            aria-describedby="attach-text"
            onClick={show}
          >
            {t('home.attach')}
          </Button>
        ) : null}
        <Button
          variant={home.ended ? 'primary' : 'default'}
          size="large"
          busy={takeOver.busy}
          disabled={!home.ended}
          aria-describedby="take-over-text"
          onClick={() => void takeOver.run({})}
        >
          {t('home.takeOver')}
        </Button>
        <Button variant="quiet" size="large" onClick={look}>
          {t('shell.failed.look')}
        </Button>
      </div>
      {home.attachable ? (
        <p id="attach-text" className={styles.note}>
          {t('home.attachText')}
        </p>
      ) : null}
      <p id="take-over-text" className={styles.note}>
        {home.ended ? null : t(`home.wait.${home.holder?.program ?? 'unknown'}`)}
      </p>
      {home.attachable && !home.ended ? (
        <p className={styles.note}>
          <code>{`ghoststack stop --home ${quoted(home.path)}`}</code>
        </p>
      ) : null}
      <FormError message={failureInWords(attach.failure) ?? failureInWords(takeOver.failure)} />
    </main>
  );
}

function Holder({ home: { holder } }: { readonly home: TakenHome }) {
  const nowMs = useNow(1_000);
  if (!holder) return t('home.holder.unknown');
  const { program, pid, sinceMs } = holder;
  return t(`home.holder.${program}`, {
    pid: String(pid),
    time: dayAndTime(sinceMs),
    ago: ago(sinceMs, nowMs),
  });
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
