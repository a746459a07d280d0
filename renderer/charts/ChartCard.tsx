import { type ReactNode, useRef } from 'react';
import { type Cell, csvLine } from '#shared/protocol/csv.ts';
import { t } from '#shared/words/translate.ts';
import { IconButton, TextButton } from '../components/Button.tsx';
import { Card } from '../components/Card.tsx';
import { Menu } from '../components/Menu.tsx';
import { saveFile } from '../state/save-file.ts';
import { showToast } from '../state/toasts.ts';
import { toggleTables, useView } from '../state/view-preferences.ts';
import styles from './ChartCard.module.css';
import { pictureOf } from './chart-picture.ts';

export interface ChartCardProps {
  readonly title: string;
  /** Of the files, without their ending. */
  readonly file: string;
  /** What the drawing is drawn from: a line with names, and the lines below it. */
  readonly csv: () => readonly (readonly Cell[])[];
  readonly table: ReactNode;
  readonly chart: ReactNode;
  /** In the place of both, where there is nothing to draw. */
  readonly empty: ReactNode | null;
}

/** A drawing with its text twin, and both as files. */
export function ChartCard({ title, file, csv, table, chart, empty }: ChartCardProps) {
  const tables = useView((view) => view.tables);
  const box = useRef<HTMLDivElement>(null);
  const savePicture = async () => {
    const picture = await pictureOf(box.current?.querySelector('canvas') ?? null);
    if (!picture) return showToast(t('chart.save.failed'));
    saveFile(`${file}.png`, picture, 'image/png');
    showToast(t('chart.saved', { file: `${file}.png` }));
  };
  const saveTable = () => {
    saveFile(`${file}.csv`, csv().map(csvLine).join(''), 'text/csv;charset=utf-8');
    showToast(t('chart.saved', { file: `${file}.csv` }));
  };
  return (
    <Card
      title={title}
      action={
        empty ? null : (
          <span className={styles.actions}>
            <TextButton aria-pressed={tables} aria-keyshortcuts="t" onClick={toggleTables}>
              {t(tables ? 'common.showAsChart' : 'common.showAsTable')}
            </TextButton>
            <Menu
              label={t('chart.save', { title })}
              trigger={<IconButton icon="download" label={t('chart.save', { title })} />}
              items={[
                {
                  label: t('chart.save.png'),
                  disabled: tables,
                  onSelect: () => void savePicture(),
                },
                { label: t('chart.save.csv'), onSelect: saveTable },
              ]}
            />
          </span>
        )
      }
    >
      <div ref={box}>{empty ?? (tables ? table : chart)}</div>
    </Card>
  );
}
