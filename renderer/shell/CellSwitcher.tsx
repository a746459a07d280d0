import { visibleLine } from '#shared/words/format/peer-text.ts';
import { cellNote } from '#shared/words/reasons/held-cell-words.ts';
import { t } from '#shared/words/translate.ts';
import { BrandMark } from '../components/BrandMark.tsx';
import { classes } from '../components/class-names.ts';
import { Icon } from '../components/Icon.tsx';
import { Menu, type MenuItem } from '../components/Menu.tsx';
import { isFormer, useCell } from '../state/cell.ts';
import { copyText } from '../state/clipboard.ts';
import { useNode } from '../state/context.tsx';
import { useHeldCells } from '../state/held-cells.ts';
import { openOverlay } from '../state/overlays.ts';
import { goTo } from '../state/routes.ts';
import styles from './Sidebar.module.css';

/** The cell by name and size, the others of this home below it, and what can be done; before there is one, the ways into one. */
export function CellSwitcher() {
  const cell = useCell();
  const peers = useNode((node) => node.peers.length);
  const inDemo = useNode((node) => node.demo !== null);
  const name = cell ? visibleLine(cell.name, 60) : t('shell.product');
  const live = useHeldCells().find(({ isLive }) => isLive);
  const size = live
    ? cellNote(live)
    : cell
      ? t('cell.size', { n: cell.members.length })
      : t('shell.noCell', { n: peers });
  return (
    <Menu
      label={t('cell.menu')}
      align="start"
      items={[...useCellItems(), ...useItems()]}
      trigger={
        <button type="button" className={styles.brand} title={name}>
          <BrandMark />
          <span className={classes(styles.label, styles.brandText)}>
            <span className={styles.name} dir="auto">
              {name}
            </span>
            <span className={styles.size}>
              <span className={styles.sub}>{size}</span>
              {inDemo ? <span className={styles.demo}>{t('demo.tag')}</span> : null}
            </span>
          </span>
          <span className="visuallyHidden">{t('cell.switcher')}</span>
          <span className={classes(styles.label, styles.switch)}>
            <Icon name="upDown" size={15} />
          </span>
        </button>
      }
    />
  );
}

/** The cells of this home, where there are more than one: the live one first, kept ones with their reason. */
function useCellItems(): MenuItem[] {
  const cells = useHeldCells();
  if (cells.length < 2) return [];
  return cells.map((cell, at): MenuItem => {
    const { id, isLive } = cell;
    return {
      id,
      label: visibleLine(cell.name, 60),
      note: isLive ? t('cells.liveNote', { note: cellNote(cell) }) : cellNote(cell),
      muted: !isLive,
      icon: isLive ? 'check' : 'home',
      endsGroup: at === cells.length - 1,
      onSelect: () => (isLive ? goTo('settings', 'cells') : openOverlay({ kind: 'held-cell', cell: id })),
    };
  });
}

function useItems(): MenuItem[] {
  const cell = useCell();
  const joining = useNode((node) => node.joining !== null);
  const inDemo = useNode((node) => node.demo !== null);
  if (cell && !isFormer(cell)) {
    return [
      ...(inDemo
        ? []
        : [
            {
              label: t('cell.invite'),
              icon: 'people' as const,
              onSelect: () => openOverlay({ kind: 'invite' }),
            },
          ]),
      { label: t('cells.open'), icon: 'people', onSelect: () => goTo('settings', 'cells') },
      { label: t('cell.openSync'), icon: 'sync', onSelect: () => goTo('sync') },
      { label: t('cell.menu.copyId'), icon: 'copy', onSelect: () => void copyText(cell.id) },
    ];
  }
  if (joining) return [{ label: t('cell.openSync'), icon: 'sync', onSelect: () => goTo('sync') }];
  return [
    { label: t('cell.join'), icon: 'people', onSelect: () => openOverlay({ kind: 'join-cell' }) },
    { label: t('cell.found'), icon: 'home', onSelect: () => openOverlay({ kind: 'found-cell' }) },
    ...(cell
      ? []
      : [
          {
            label: t('shell.palette.addPeer'),
            icon: 'plus' as const,
            onSelect: () => openOverlay({ kind: 'add-peer' }),
          },
        ]),
  ];
}
