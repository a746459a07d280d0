import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Columns } from '../../components/Card.tsx';
import { Crumb } from '../../components/Crumb.tsx';
import { Page } from '../../components/Page.tsx';
import { useSignWait } from '../../state/cell.ts';
import { useHeldCells } from '../../state/held-cells.ts';
import { openOverlay } from '../../state/overlays.ts';
import { DepartedCard } from './DepartedCard.tsx';
import { ForksCards } from './ForksCards.tsx';
import { HeldCellsCard } from './HeldCellsCard.tsx';
import { LeavingCard } from './LeavingCard.tsx';

/** Settings > Cells: where do I live, what is kept, who leaves for where? */
export function CellsPage() {
  const cells = useHeldCells();
  const live = cells.find(({ isLive }) => isLive) ?? null;
  return (
    <Page
      title={t('cells.title')}
      crumb={<Crumb to="settings" label={t('shell.page.settings')} />}
      {...answer(live, cells.length)}
      actions={live && isIn(live) ? <Propose /> : null}
    >
      <Columns
        main={
          <>
            <ForksCards />
            <DepartedCard />
          </>
        }
        side={
          <>
            <HeldCellsCard />
            {live && isIn(live) ? <LeavingCard live={live} /> : null}
          </>
        }
      />
    </Page>
  );
}

function isIn({ standing }: HeldCell): boolean {
  return standing === 'member' || standing === 'leaving';
}

function answer(live: HeldCell | null, total: number): { readonly claim: string; readonly rest: string } {
  if (!live) return { claim: t('cells.answer.none'), rest: '' };
  const claim = t('cells.answer.live', { cell: visibleLine(live.name, 60) });
  return { claim, rest: total === 1 ? t('cells.answer.only') : t('cells.answer.kept', { n: total - 1 }) };
}

function Propose() {
  const wait = useSignWait();
  return (
    <>
      {wait}
      <Button icon="people" disabled={wait !== null} onClick={() => openOverlay({ kind: 'fork' })}>
        {t('forks.propose')}
      </Button>
    </>
  );
}
