import { shortIdentifier } from '#shared/format/identifier.ts';
import { visibleLine } from '#shared/format/peer-text.ts';
import { t } from '#shared/i18n/translate.ts';
import { useNode } from '../../app/context.tsx';
import { initialOf } from '../../components/Avatar.tsx';
import styles from './Drawing.module.css';

/** My card, with room for what others will certify. */
export function IdentityDrawing() {
  const me = useNode((node) => node.me);
  const name = visibleLine(me?.name ?? '', 24);
  return (
    <svg
      role="img"
      aria-label={t('empty.identity.drawing', { name })}
      className={styles.drawing}
      width="420"
      height="214"
      viewBox="0 0 420 214"
    >
      <rect className={styles.panel} x="0.5" y="0.5" width="419" height="213" rx="12" />
      <g className={styles.member} data-member="0">
        <circle cx="48" cy="48" r="26" />
        <text className={styles.letter} x="48" y="54.5">
          {initialOf(name)}
        </text>
      </g>
      <text className={styles.labelStrong} x="90" y="45">
        {name}
      </text>
      <text className={styles.code} x="90" y="66">
        {shortIdentifier(me?.did ?? '', 8, 8)}
      </text>
      <line className={styles.rule} x1="0" x2="420" y1="96" y2="96" />
      <text className={styles.label} x="22" y="124">
        {t('empty.identity.credentials')}
      </text>
      <rect className={styles.blank} x="22" y="140" width="116" height="52" rx="9" />
      <rect className={styles.blank} x="152" y="140" width="116" height="52" rx="9" />
      <rect className={styles.blank} x="282" y="140" width="116" height="52" rx="9" />
    </svg>
  );
}
