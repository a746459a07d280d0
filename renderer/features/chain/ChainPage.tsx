import { useMemo, useState } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { ANY_RECEIPT, type Receipt, type ReceiptFilter } from '#shared/contract/domain/receipt.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { cellReason } from '#shared/words/reasons/held-cell-words.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Crumb } from '../../components/Crumb.tsx';
import { ForkedBanner } from '../../components/cell/CellBanners.tsx';
import { classes } from '../../components/class-names.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { EmptyPage } from '../../components/empty/EmptyPage.tsx';
import { FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { useCell } from '../../state/cell.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import { useHeldCell } from '../../state/held-cells.ts';
import { useMedia } from '../../state/media.ts';
import { useNow } from '../../state/now.ts';
import { ALL_RECEIPTS, useRoute } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import { useLogExport } from '../../state/use-log-export.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Chain.module.css';
import { chainAnswer } from './chain-answer.ts';
import { FeedsCard } from './FeedsCard.tsx';
import { Inspector } from './Inspector.tsx';
import { ReceiptsCard } from './ReceiptsCard.tsx';
import { goToReceipt, keptToRead, liveToRead, type ReadCell } from './read-cell.ts';
import { useReceipts } from './receipt-store.ts';
import { useOneReceipt } from './use-one-receipt.ts';
import { useStateHash } from './use-state-hash.ts';
import { useVerification, verifyAll } from './verification.ts';

/** Where the inspector has room beside the receipts. */
const WIDE = '(min-width: 1180px)';

export function ChainPage() {
  const { item } = useRoute();
  const cell = useCell();
  const kept = useHeldCell(item);
  const shown = kept && !kept.isLive ? keptToRead(kept) : cell ? liveToRead(cell) : null;
  return shown ? <Chain key={shown.id} cell={shown} /> : <EmptyPage page="chain" />;
}

function Chain({ cell }: { readonly cell: ReadCell }) {
  const { part: asked } = useRoute();
  const part = asked === ALL_RECEIPTS ? null : asked;
  const [filter, setFilter] = useState<ReceiptFilter>(ANY_RECEIPT);
  const all = useReceipts(cell, ANY_RECEIPT);
  const listed = useReceipts(cell, filter);
  const known = useMemo(
    () => [...new Map([...all.receipts, ...listed.receipts].map((one) => [one.hash, one])).values()],
    [all.receipts, listed.receipts],
  );
  const held = known.find((receipt) => receipt.hash === part) ?? null;
  const fetched = useOneReceipt(cell, held === null ? part : null);
  const selected = held ?? fetched;
  const wide = useMedia(WIDE);
  return (
    <Page
      title={t('chain.title')}
      {...useAnswer(cell)}
      crumb={cell.live ? null : <Crumb to="settings" part="cells" label={t('cells.title')} />}
      actions={<HeadActions cell={cell} />}
    >
      {cell.live ? (
        <>
          <FoldedState cell={cell.live} />
          <ForkedBanner />
          <Broken />
        </>
      ) : null}
      <div className={classes(styles.layout, wide && styles.wide)}>
        <div className={styles.main}>
          <FeedsCard
            cell={cell}
            receipts={all.receipts}
            more={all.more}
            loadEarlier={all.loadEarlier}
            selected={selected}
            onSelect={(hash) => goToReceipt(cell, hash)}
          />
          <ReceiptsCard
            cell={cell}
            list={listed}
            filter={filter}
            onFilter={setFilter}
            selected={selected?.hash ?? null}
          />
        </div>
        {wide ? (
          <aside className={styles.side} aria-label={t('chain.inspector')}>
            {selected ? (
              <Inspector receipt={selected} cell={cell} all={known} onClose={() => goToReceipt(cell, null)} />
            ) : part === null || all.receipts.length === 0 ? (
              <p className={styles.pick}>{t('chain.inspector.pick')}</p>
            ) : (
              <Missing more={all.more} busy={all.busy} loadEarlier={all.loadEarlier} />
            )}
          </aside>
        ) : selected ? (
          <Sheet receipt={selected} cell={cell} all={known} />
        ) : null}
      </div>
    </Page>
  );
}

function FoldedState({ cell }: { readonly cell: Cell }) {
  useStateHash(cell);
  return null;
}

function useAnswer(cell: ReadCell): { readonly claim: string; readonly rest: string } {
  const held = useHeldCell(cell.id);
  const nowMs = useNow(60_000);
  const holdings = useNode((node) => node.holdings);
  const { last, busy } = useVerification();
  const work = useNode((node) => node.care?.work ?? null);
  const checked = work?.kind === 'verify' ? work.done : 0;
  if (cell.live) return chainAnswer(cell.live, holdings, last, busy ? checked : null);
  const shown = { n: cell.receipts, count: count(cell.receipts), cell: visibleLine(cell.name, 60) };
  return { claim: t('cells.chain.answer', shown), rest: held ? cellReason(held, nowMs) : '' };
}

function Sheet(props: {
  readonly receipt: Receipt;
  readonly cell: ReadCell;
  readonly all: readonly Receipt[];
}) {
  return (
    <Dialog title={t('chain.inspector')} kind="sheet" onClose={() => goToReceipt(props.cell, null)}>
      <Inspector {...props} onClose={null} />
    </Dialog>
  );
}

/** A receipt that was linked to, older than those that are loaded. */
function Missing(props: {
  readonly more: boolean;
  readonly busy: boolean;
  readonly loadEarlier: () => void;
}) {
  return (
    <div className={styles.missing}>
      <p className={styles.pick}>{t('chain.inspector.missing')}</p>
      {props.more ? (
        <Button size="small" busy={props.busy} onClick={props.loadEarlier}>
          {t('chain.more')}
        </Button>
      ) : null}
    </div>
  );
}

/** What a verification found stays until another one finds it gone. */
function Broken() {
  const report = useVerification((state) => state.last?.report ?? null);
  if (!report || report.ok) return null;
  return (
    <div className={styles.bannerBox}>
      <Banner tone="bad" title={t('chain.broken.title')}>
        {report.problem ? sentence(report.problem) : null}
      </Banner>
    </div>
  );
}

function HeadActions({ cell }: { readonly cell: ReadCell }) {
  const dashboard = useDashboard();
  const exporting = useLogExport(cell, { cell: cell.id });
  const { busy, last, failure } = useVerification();
  const cancel = useCall('care.cancel');
  const wait = useWaitReason();
  return (
    <>
      <FormError message={failureInWords(exporting.failure) ?? failureInWords(failure) ?? wait} />
      <Button
        variant="quiet"
        icon="download"
        busy={exporting.busy}
        disabled={wait !== null}
        onClick={() => void exporting.save('log')}
      >
        {t('chain.export')}
      </Button>
      {busy && cell.live ? (
        <Button variant="quiet" busy={cancel.busy} onClick={() => void cancel.run({})}>
          {t('common.cancel')}
        </Button>
      ) : null}
      {cell.live ? (
        <Button icon="shield" busy={busy} disabled={wait !== null} onClick={() => void verifyAll(dashboard)}>
          {t(last ? 'chain.verifyAgain' : 'chain.verify')}
        </Button>
      ) : null}
    </>
  );
}
