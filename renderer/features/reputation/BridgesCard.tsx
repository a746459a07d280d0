import type { BridgeView } from '#shared/contract/domain/bridge.ts';
import type { Trust } from '#shared/contract/domain/trust.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useSignWait } from '../../state/cell.ts';
import { openOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Bridges.module.css';
import { bridgeState, heardOver, toldOver } from './bridge-state.ts';
import { OutsideTable } from './OutsideTable.tsx';
import { UnitMap } from './UnitMap.tsx';

/** Other cells: to which there is a bridge, what was told and heard, and who is known there. */
export function BridgesCard(props: {
  readonly trust: Trust;
  readonly name: string;
  readonly tables: boolean;
}) {
  const { trust, name, tables } = props;
  const { bridges, outside } = trust;
  const wait = useSignWait();
  const end = useCall('bridges.end');
  const onEnd = async (cell: string) => {
    const ended = await end.run({ cell });
    if (ended) goTo('governance', ended.value.id);
  };
  return (
    <div className={styles.below}>
      <Card
        title={t('bridges.title')}
        action={
          <span className={styles.row}>
            {bridges.length > 0 ? (
              <Button size="small" onClick={() => openOverlay({ kind: 'bridge-import' })}>
                {t('bridges.bringIn')}
              </Button>
            ) : null}
            <Button size="small" disabled={wait !== null} onClick={() => openOverlay({ kind: 'bridge' })}>
              {t('bridges.agree')}
            </Button>
          </span>
        }
      >
        {bridges.length === 0 ? (
          <p className={styles.text}>{t('bridges.none')}</p>
        ) : (
          <>
            {tables ? null : <UnitMap name={name} bridges={bridges} outside={outside} />}
            <BridgesTable bridges={bridges} onEnd={(cell) => void onEnd(cell)} canEnd={wait === null} />
            <FormError message={failureInWords(end.failure)} />
            {outside.length > 0 ? (
              <>
                <h3 className={styles.heading}>{t('bridges.outside')}</h3>
                <OutsideTable outside={outside} />
              </>
            ) : (
              <p className={styles.text}>{t('bridges.outside.none')}</p>
            )}
            <p className={styles.text}>{t('bridges.outside.note')}</p>
          </>
        )}
      </Card>
    </div>
  );
}

function BridgesTable(props: {
  readonly bridges: readonly BridgeView[];
  readonly canEnd: boolean;
  readonly onEnd: (cell: string) => void;
}) {
  const { bridges, canEnd, onEnd } = props;
  const columns: Column<BridgeView>[] = [
    {
      id: 'cell',
      title: t('bridges.cell'),
      cell: (bridge) => (
        <span className={styles.lines}>
          <b>{visibleLine(bridge.name, 30)}</b>
          <span>{bridgeState(bridge)}</span>
        </span>
      ),
    },
    {
      id: 'said',
      title: t('bridges.said'),
      leaves: 1,
      cell: (bridge) => (
        <span className={styles.lines}>
          <span>{toldOver(bridge)}</span>
          <span>{heardOver(bridge)}</span>
        </span>
      ),
    },
    {
      id: 'acts',
      title: t('bridges.acts'),
      cell: ({ cell, told, name }) => (
        <span className={styles.acts}>
          <Button
            size="small"
            variant="quiet"
            disabled={!told || told.attests < told.needed}
            aria-label={t('bridges.hand.for', { name: visibleLine(name) })}
            onClick={() => openOverlay({ kind: 'bridge-statement', cell })}
          >
            {t('bridges.hand')}
          </Button>
          <Button
            size="small"
            variant="quiet"
            disabled={!canEnd}
            aria-label={t('bridges.end.for', { name: visibleLine(name) })}
            onClick={() => onEnd(cell)}
          >
            {t('bridges.end')}
          </Button>
        </span>
      ),
    },
  ];
  return <Table label={t('bridges.title')} columns={columns} rows={bridges} rowKey={({ cell }) => cell} />;
}
