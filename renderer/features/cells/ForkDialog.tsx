import { type FormEvent, useState } from 'react';
import type { TwiceDecided } from '#shared/contract/domain/fork.ts';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { CELL_NAME_MAX } from '#shared/protocol/limits.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { outcomeWord } from '#shared/words/reasons/fork-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { CarriedFacts } from '../../components/forks/CarriedFacts.tsx';
import forkStyles from '../../components/forks/Forks.module.css';
import { WhoGoes } from '../../components/forks/WhoGoes.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useLiveCell, useOrderOf } from '../../state/held-cells.ts';
import { closeOverlay, type Overlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useView } from '../../state/view-preferences.ts';
import styles from './Cells.module.css';
import { useCarried } from './use-carried.ts';

export type ForkWishes = Omit<Extract<Overlay, { kind: 'fork' }>, 'kind'>;

/** Proposes a cell that takes along who agrees: its name, who is asked, and exactly what would go along. */
export function ForkDialog(wishes: ForkWishes) {
  const live = useLiveCell();
  return live ? <ForkForm live={live} {...wishes} /> : null;
}

function ForkForm({ live, ...wishes }: ForkWishes & { readonly live: HeldCell }) {
  const twice = useNode((node) => node.forks.twice);
  const [name, setName] = useState(wishes.name ?? t('forks.new.suggested', { cell: live.name.trim() }));
  const [asked, setAsked] = useState<readonly string[]>(wishes.asked ?? []);
  const [follow, setFollow] = useState<Readonly<Record<string, string>>>(wishes.follow ?? {});
  const [shown, setShown] = useState(false);
  const propose = useCall('forks.propose');
  const wait = useSignWait();
  const others = live.members.filter(({ me }) => !me);
  const names = others.filter(({ scid }) => asked.includes(scid)).map((one) => one.name);
  const typed = name.trim();
  const error = shown ? nameError(typed) : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (wait || nameError(typed) !== null) return;
    if (!(await propose.run({ name: typed, with: [...asked], follow: { ...follow } }))) return;
    closeOverlay();
    const said = { name: visibleLine(typed, 60), names: nameList(names) };
    showToast(t(names.length > 0 ? 'forks.new.done' : 'forks.new.doneAlone', said));
    goTo('settings', 'cells');
  };
  return (
    <Dialog title={t('forks.propose')} width={660} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={forkStyles.text}>{t('forks.new.text')}</p>
        <Field
          label={t('forks.new.name')}
          hint={t('forks.new.nameHint')}
          value={name}
          error={error}
          data-autofocus=""
          onValue={setName}
        />
        <fieldset className={styles.asked}>
          <legend>{t('forks.new.ask')}</legend>
          <div className={styles.askedList}>
            {others.map((one) => (
              <Checkbox
                key={one.scid}
                label={visibleLine(one.name, 40)}
                checked={asked.includes(one.scid)}
                onChange={(checked) =>
                  setAsked(checked ? [...asked, one.scid] : asked.filter((scid) => scid !== one.scid))
                }
              />
            ))}
          </div>
          <p>{asked.length === 0 ? t('forks.new.nobody') : wishes.asked ? t('forks.new.askHint') : null}</p>
        </fieldset>
        {twice.map((slot) => (
          <Follow
            key={slot.slot}
            slot={slot}
            value={follow[slot.slot] ?? ''}
            onChange={(key) => setFollow(withChoice(follow, slot.slot, key))}
          />
        ))}
        <Preview live={live} name={typed} asked={asked} follow={follow} />
        <FormError message={failureInWords(propose.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={propose.busy} disabled={wait !== null}>
            {t(asked.length === 0 ? 'forks.new.submitAlone' : 'forks.new.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function nameError(typed: string): string | null {
  if (typed === '') return t('forks.new.nameMissing');
  return typed.length > CELL_NAME_MAX ? t('forks.new.nameLong', { n: typed.length }) : null;
}

function withChoice(follow: Readonly<Record<string, string>>, slot: string, key: string) {
  const { [slot]: _, ...rest } = follow;
  return key === '' ? rest : { ...rest, [slot]: key };
}

/** Where two certificates stand: the one that the new cell goes by. */
function Follow(props: {
  readonly slot: TwiceDecided;
  readonly value: string;
  readonly onChange: (key: string) => void;
}) {
  const { slot, value, onChange } = props;
  return (
    <div className={styles.asked}>
      <Segmented
        showLabel
        label={t('forks.new.follow', { label: visibleLine(slot.label, 40) })}
        value={value}
        options={[
          { value: '', label: t('forks.new.followNone') },
          ...slot.choices.map(({ key, outcome }) => ({ value: key, label: outcomeWord(outcome) })),
        ]}
        onChange={onChange}
      />
      <p>{t('forks.new.followText')}</p>
    </div>
  );
}

/** Who would go where, and exactly what goes along: nothing is written by looking. */
function Preview(props: {
  readonly live: HeldCell;
  readonly name: string;
  readonly asked: readonly string[];
  readonly follow: Readonly<Record<string, string>>;
}) {
  const { live, name, asked, follow } = props;
  const orderOf = useOrderOf(live);
  const tables = useView((view) => view.tables);
  const { carried, failure } = useCarried(asked, follow);
  const seat = ({ scid, name: called }: HeldCell['members'][number]) => ({
    scid,
    name: called,
    order: orderOf(scid),
    entered: null,
  });
  const goes = (one: HeldCell['members'][number]) => one.me || asked.includes(one.scid);
  return (
    <div className={forkStyles.stack}>
      <WhoGoes
        parent={live.name}
        name={name === '' ? t('forks.new.name') : name}
        asTable={tables}
        stays={live.members.filter((one) => !goes(one)).map(seat)}
        goes={live.members.filter(goes).map(seat)}
      />
      {carried ? <CarriedFacts carried={carried} parent={live.name} /> : null}
      <FormError message={failureInWords(failure)} />
    </div>
  );
}
