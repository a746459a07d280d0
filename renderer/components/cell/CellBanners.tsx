import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { useCell } from '../../state/cell.ts';
import { goTo, useRoute } from '../../state/routes.ts';
import { Banner } from '../Banner.tsx';
import { Button } from '../Button.tsx';
import styles from './CellBanners.module.css';

/** Members who signed two versions of a receipt: on the pages that show what they sign. */
export function ForkedBanner() {
  const cell = useCell();
  const { page } = useRoute();
  if (!cell || cell.forked.length === 0) return null;
  const list = cell.forked.map((name) => visibleLine(name, 40));
  const [a = '', b = ''] = list;
  const names =
    list.length === 1
      ? a
      : list.length === 2
        ? t('list.two', { first: a, second: b })
        : t('list.more', { first: a, n: list.length - 1 });
  return (
    <div className={styles.banner}>
      <Banner
        tone="warn"
        title={t('cell.forked.title', { names, n: list.length })}
        actions={
          page === 'chain' ? null : (
            <Button size="small" onClick={() => goTo('chain')}>
              {t('cell.forked.show')}
            </Button>
          )
        }
      >
        {t('cell.forked.text', { names })}
      </Banner>
    </div>
  );
}
