import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { ANY_RECEIPT } from '#shared/contract/domain/receipt.ts';
import { personName } from '#shared/words/format/person-name.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../components/Avatar.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { Key } from '../components/Tag.tsx';
import { liveToRead } from '../features/chain/read-cell.ts';
import { useReceipts } from '../features/chain/receipt-store.ts';
import { useCell } from '../state/cell.ts';
import { useDashboard, useNode } from '../state/context.tsx';
import { closeOverlay } from '../state/overlays.ts';
import { usePeerContext, usePeople } from '../state/peer-context.ts';
import { useSearch } from '../state/use-search.ts';
import styles from './Palette.module.css';
import { paletteEntries, rankEntries, shownEntries } from './palette-entries.ts';
import { type Entry, GROUP_TITLES, GROUPS } from './palette-entry.ts';
import { FOUND_SHOWN, foundEntries } from './palette-found.ts';

const SHOWN_MAX = 60;
const WRITTEN: ReadonlySet<Entry['group']> = new Set(['messages', 'proposals', 'receipts']);

export function Palette() {
  const dashboard = useDashboard();
  const node = useNode((snapshot) => snapshot);
  const context = usePeerContext();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const cell = useCell();
  const { receipts } = useReceipts(cell && liveToRead(cell), ANY_RECEIPT);
  const entries = useMemo(
    () => paletteEntries(node, context, dashboard, receipts),
    [node, context, dashboard, receipts],
  );
  const searched = useSearch({ text: query, limit: FOUND_SHOWN });
  const people = usePeople();
  const found = useMemo(() => {
    const ranked = shownEntries(rankEntries(entries, query));
    if (!searched.answer || searched.text !== query) return ranked.slice(0, SHOWN_MAX);
    // What was written is found by the node, in all that there is.
    const nameOf = (thread: string): string =>
      thread === 'broadcast' ? t('common.everyone').toLowerCase() : personName(people, thread);
    const others = ranked.filter(({ group }) => !WRITTEN.has(group)).slice(0, SHOWN_MAX);
    const all = [...others, ...foundEntries(searched.answer, query, nameOf, context.nowMs)];
    return GROUPS.flatMap((group) => all.filter((entry) => entry.group === group));
  }, [entries, query, searched, people, context.nowMs]);
  const active = found[Math.min(at, found.length - 1)];

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    closeOverlay();
    entry.run();
  };

  const move = (step: number) => {
    const next = Math.min(found.length - 1, Math.max(0, at + step));
    setAt(next);
    list.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'PageDown') move(6);
    else if (event.key === 'PageUp') move(-6);
    else if (event.key === 'Enter') run(active);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t('shell.palette.label')} kind="bare" width={640} onClose={closeOverlay}>
      <div className={styles.palette}>
        <div className={styles.head}>
          <Icon name="search" />
          <input
            type="text"
            role="combobox"
            aria-label={t('shell.palette.label')}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={active ? `${id}-${active.id}` : undefined}
            data-autofocus=""
            spellCheck={false}
            autoComplete="off"
            placeholder={t('shell.palette.placeholder')}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <Key>{t('key.escape')}</Key>
        </div>
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t('shell.palette.label')}
          className={styles.list}
        >
          {GROUPS.map((group) => {
            const inGroup = found.filter((entry) => entry.group === group);
            if (inGroup.length === 0) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
              <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
                <p id={`${id}-${group}`} className={styles.group}>
                  {t(GROUP_TITLES[group])}
                </p>
                {inGroup.map((entry) => (
                  <Option
                    key={entry.id}
                    id={`${id}-${entry.id}`}
                    entry={entry}
                    active={entry === active}
                    onPoint={() => setAt(found.indexOf(entry))}
                    onRun={() => run(entry)}
                  />
                ))}
              </div>
            );
          })}
          {found.length === 0 ? <p className={styles.none}>{t('shell.palette.none')}</p> : null}
        </div>
        <footer className={styles.foot}>
          <span>
            <Key>↑</Key> <Key>↓</Key> {t('shell.palette.move')}
          </span>
          <span>
            <Key>{t('key.enter')}</Key> {t('shell.palette.open')}
          </span>
          <span role="status">{t('shell.palette.found', { n: found.length, total: entries.length })}</span>
        </footer>
      </div>
    </Dialog>
  );
}

function Option(props: {
  readonly id: string;
  readonly entry: Entry;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onRun: () => void;
}) {
  const { entry, active } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points here (ARIA combobox pattern)
    <div
      id={props.id}
      role="option"
      aria-selected={active}
      className={styles.option}
      onMouseMove={props.onPoint}
      onClick={props.onRun}
    >
      {entry.peer ? (
        <Avatar
          name={entry.peer.name}
          order={entry.peer.order}
          size={20}
          offline={entry.mark === 'offline'}
          mark={entry.mark ?? null}
        />
      ) : (
        <Icon name={entry.icon} />
      )}
      <span className={styles.title} title={entry.title}>
        {entry.title}
      </span>
      {entry.note ? (
        <span className={styles.note} title={entry.note}>
          {entry.note}
        </span>
      ) : null}
      {active ? (
        <span className={styles.enter}>
          <Key>{t('key.enter')}</Key>
        </span>
      ) : null}
    </div>
  );
}
