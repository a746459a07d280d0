import { type FormEvent, useState } from 'react';
import type { Joining } from '#shared/contract/domain/cell.ts';
import type { Recovering } from '#shared/contract/domain/recovery.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { useFoundForm, useJoinForm } from '../../components/cell/cell-forms.ts';
import { InvitationSays } from '../../components/cell/InvitationSays.tsx';
import { JoinProgress } from '../../components/cell/JoinProgress.tsx';
import { SeenInviters } from '../../components/cell/SeenInviters.tsx';
import { ShortestVote } from '../../components/cell/ShortestVote.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { RecoverCode } from '../../components/recovery/RecoverCode.tsx';
import { RecoverProgress } from '../../components/recovery/RecoverProgress.tsx';
import { useRecoverForm } from '../../components/recovery/recover-form.ts';
import { useNode } from '../../state/context.tsx';
import { useRecoverLink } from '../../state/join-link.ts';
import { useStepFocus } from '../../state/step-focus.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { Choice } from './Choice.tsx';
import styles from './FirstStart.module.css';
import { endFirstStart, useFirstStart } from './first-start.ts';
import { InCell } from './InCell.tsx';

type Start = 'join' | 'found' | 'lost' | 'later';

/** Where to start: by an invitation, with a cell of one's own, or without one for now. */
export function CellStep() {
  const joining = useNode((node) => node.joining);
  const recovering = useNode((node) => node.recovering);
  const cell = useNode((node) => node.cell);
  if (cell) return <InCell cell={cell} />;
  if (recovering) return <Recovers recovering={recovering} />;
  return joining ? <Joins joining={joining} /> : <Choices />;
}

function Joins({ joining }: { readonly joining: Joining }) {
  const place = useStepFocus<HTMLDivElement>(`${joining.state} ${joining.words === null}`);
  return (
    <div ref={place} className={styles.form}>
      <h1 tabIndex={-1}>
        {joining.cellName === null
          ? t('cell.joining.titlePlain')
          : t('cell.joining.title', { cell: visibleLine(joining.cellName, 60) })}
      </h1>
      <p className={styles.sub}>{t('setup.cell.joining')}</p>
      <JoinProgress joining={joining} />
      <div className={styles.actions}>
        <Button variant="quiet" size="large" onClick={endFirstStart}>
          {t('setup.cell.leave')}
        </Button>
      </div>
    </div>
  );
}

function Recovers({ recovering }: { readonly recovering: Recovering }) {
  const { state, cellName, name } = recovering;
  const place = useStepFocus<HTMLDivElement>(state);
  return (
    <div ref={place} className={styles.form}>
      <h1 tabIndex={-1}>
        {cellName === null || name === null
          ? t('recovery.progress.titlePlain')
          : t('recovery.progress.title', { name: visibleLine(name, 40), cell: visibleLine(cellName, 60) })}
      </h1>
      <p className={styles.sub}>{t('recovery.progress.sub')}</p>
      <RecoverProgress recovering={recovering} />
    </div>
  );
}

function Choices() {
  const linked = useRecoverLink((link) => link.code !== null);
  const [start, setStart] = useState<Start>(linked ? 'lost' : 'join');
  const join = useJoinForm();
  const found = useFoundForm();
  const recover = useRecoverForm();
  const wait = useWaitReason();
  const form = useStepFocus<HTMLFormElement>('cell');
  const foundCell = async () => {
    // Said before: the cell may be here sooner than the answer.
    useFirstStart.setState({ founded: true });
    if (!(await found.submit())) useFirstStart.setState({ founded: false });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start === 'join') void join.submit();
    else if (start === 'found') void foundCell();
    else if (start === 'lost') void recover.submit();
    else endFirstStart();
  };
  const cell = visibleLine(found.value, 24);
  const label =
    start === 'join'
      ? t('cell.join.submit')
      : start === 'lost'
        ? t('recovery.begin.submit')
        : start === 'later'
          ? t('setup.cell.laterSubmit')
          : cell
            ? t('cell.found.submit', { name: cell })
            : t('cell.found.submitPlain');

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      <h1>{t('setup.cell.title')}</h1>
      <p className={styles.sub}>{t('setup.cell.text')}</p>
      <fieldset className={styles.choices}>
        <legend className="visuallyHidden">{t('setup.step.cell')}</legend>
        <Choice
          group="cell"
          icon="people"
          value="join"
          title={t('cell.join')}
          tag={t('setup.cell.joinTag')}
          text={t('cell.join.text')}
          chosen={start === 'join'}
          onChoose={setStart}
        >
          <Field
            large
            mono
            data-autofocus=""
            label={t('cell.join.code')}
            spellCheck={false}
            autoComplete="off"
            placeholder="ghoststack://join/…"
            value={join.value}
            onValue={join.set}
            hint={t('cell.join.codeHint')}
            error={join.error}
          />
          <InvitationSays code={join.value} />
          <SeenInviters />
        </Choice>
        <Choice
          group="cell"
          icon="home"
          value="found"
          title={t('cell.found')}
          text={t('cell.found.text')}
          chosen={start === 'found'}
          onChoose={setStart}
        >
          <Field
            large
            dir="auto"
            label={t('cell.found.name')}
            autoComplete="off"
            value={found.value}
            onValue={found.set}
            hint={t('cell.found.nameHint')}
            error={found.error}
          />
          <ShortestVote form={found} />
        </Choice>
        <Choice
          group="cell"
          icon="key"
          value="lost"
          title={t('recovery.begin.title')}
          text={t('recovery.begin.text')}
          chosen={start === 'lost'}
          onChoose={setStart}
        >
          <RecoverCode large form={recover} />
        </Choice>
        <Choice
          group="cell"
          icon="clock"
          value="later"
          title={t('cell.later')}
          text={t('cell.later.text')}
          chosen={start === 'later'}
          onChoose={setStart}
        />
      </fieldset>
      <FormError message={wait} />
      <div className={styles.actions}>
        {start === 'join' ? <span className={styles.note}>{t('cell.join.next')}</span> : null}
        <Button
          type="submit"
          variant="primary"
          size="large"
          busy={join.busy || found.busy || recover.busy}
          disabled={wait !== null && start !== 'later'}
        >
          {label}
        </Button>
      </div>
    </form>
  );
}
