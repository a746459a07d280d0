import { useId } from 'react';
import styles from './CertificateRing.module.css';

export interface CertificateRingProps {
  /** In the order of joining: whether this member signed the count. */
  readonly signed: readonly boolean[];
  /** One sentence, for readers. */
  readonly label: string;
  /** `3 of 5` */
  readonly value: string;
  readonly caption: string;
}

const SIZE = 96;
const RADIUS = 42;
const GAP_DEGREES = 10;

function pointAt(degrees: number): string {
  const turn = ((degrees - 90) * Math.PI) / 180;
  const at = (value: number) => (SIZE / 2 + RADIUS * value).toFixed(2);
  return `${at(Math.cos(turn))} ${at(Math.sin(turn))}`;
}

/** From the middle of one gap to the middle of the next, less the gap; one member alone has a whole circle. */
export function segmentPath(index: number, count: number): string {
  const width = 360 / count;
  const gap = count === 1 ? 0.2 : GAP_DEGREES;
  const from = index * width + gap / 2;
  const to = (index + 1) * width - gap / 2;
  return `M${pointAt(from)}A${RADIUS} ${RADIUS} 0 ${to - from > 180 ? 1 : 0} 1 ${pointAt(to)}`;
}

/** One segment a member, filled for those who signed: the picture of a certificate. */
export function CertificateRing({ signed, label, value, caption }: CertificateRingProps) {
  const id = useId();
  return (
    <svg role="img" aria-labelledby={id} width={SIZE} height={SIZE} viewBox={`0 0 ${SIZE} ${SIZE}`}>
      <title id={id}>{label}</title>
      {signed.map((filled, index) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: a member keeps its seat
          key={index}
          className={filled ? styles.signed : styles.unsigned}
          data-signed={filled}
          d={segmentPath(index, signed.length)}
        />
      ))}
      <text className={styles.value} x={SIZE / 2} y={SIZE / 2 + 2}>
        {value}
      </text>
      <text className={styles.caption} x={SIZE / 2} y={SIZE / 2 + 18}>
        {caption}
      </text>
    </svg>
  );
}
