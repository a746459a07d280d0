import { decimal } from '#shared/words/format/decimal.ts';
import { mood } from '#shared/words/reasons/mood.ts';
import { t } from '#shared/words/translate.ts';
import styles from './MoodSquare.module.css';

const SIDE = 204;

/** Valence from left to right, arousal from below to above; the dot is now. */
export function MoodSquare({ valence, arousal }: { readonly valence: number; readonly arousal: number }) {
  const label = t('agent.mood.label', {
    mood: mood({ valence, arousal }).title,
    valence: decimal(valence, 2),
    arousal: decimal(arousal, 2),
  });
  const corner = (name: 'tense' | 'excited' | 'low' | 'calm', x: number, y: number, end: boolean) => (
    <text className={end ? styles.cornerEnd : styles.corner} x={x} y={y}>
      {t(`mood.corner.${name}`)}
    </text>
  );
  return (
    <svg role="img" aria-label={label} className={styles.square} viewBox="-26 -4 256 240">
      <rect className={styles.ground} x="0" y="0" width={SIDE} height={SIDE} rx="10" />
      <path className={styles.axes} d={`M${SIDE / 2} 0V${SIDE}M0 ${SIDE / 2}H${SIDE}`} />
      {corner('tense', 12, 20, false)}
      {corner('excited', SIDE - 12, 20, true)}
      {corner('low', 12, SIDE - 10, false)}
      {corner('calm', SIDE - 12, SIDE - 10, true)}
      <circle className={styles.ring} cx={valence * SIDE} cy={(1 - arousal) * SIDE} r="8" />
      <circle className={styles.dot} cx={valence * SIDE} cy={(1 - arousal) * SIDE} r="6" />
      <text className={styles.axis} x={SIDE / 2} y={SIDE + 22}>
        {t('agent.mood.valence')}
      </text>
      <text className={styles.axis} transform={`translate(-14 ${SIDE / 2}) rotate(-90)`}>
        {t('agent.mood.arousal')}
      </text>
    </svg>
  );
}
