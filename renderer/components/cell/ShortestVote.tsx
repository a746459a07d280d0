import { exactDuration } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Select } from '../Select.tsx';
import styles from './Cell.module.css';
import type { FoundForm } from './cell-forms.ts';
import { SHORTEST_CHOICES_MS } from './shortest-vote.ts';

/** The founder chooses it alone, later the members together: so it is asked, with what it is for. */
export function ShortestVote({ form }: { readonly form: FoundForm }) {
  return (
    <div className={styles.shortest}>
      <Select
        label={t('cell.found.shortest')}
        value={String(form.shortestMs)}
        options={SHORTEST_CHOICES_MS.map((lengthMs) => ({
          value: String(lengthMs),
          label: exactDuration(lengthMs),
        }))}
        onChange={(chosen) => form.setShortest(Number(chosen))}
      />
      <p className={styles.note}>{t('cell.found.shortestHint')}</p>
    </div>
  );
}
