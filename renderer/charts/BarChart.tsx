import { BarController, BarElement, CategoryScale, Chart, LinearScale } from 'chart.js';
import { useEffect, useRef } from 'react';
import { tokenColor } from './chart-colors.ts';
import styles from './LineChart.module.css';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

export interface BarChartProps {
  /** One sentence that says what the drawing shows, computed from the data. */
  readonly label: string;
  readonly values: readonly number[];
  /** Anything that changes when colours do. */
  readonly theme: string;
  readonly height: number;
}

/** Bars without axes, for a glance: the last one is the current one. Words stand around it, not in it. */
export function BarChart({ label, values, theme, height }: BarChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const figures = values.join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read through the tokens
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const data = figures.split(' ').map(Number);
    const most = Math.max(1, ...data);
    const quiet = `color-mix(in oklab, ${tokenColor('--control')} 45%, ${tokenColor('--surface')})`;
    const chart = new Chart(element, {
      type: 'bar',
      data: {
        labels: data.map(String),
        datasets: [
          {
            data,
            backgroundColor: data.map((_, index) =>
              index === data.length - 1 ? tokenColor('--accent') : quiet,
            ),
            borderRadius: 2,
            borderSkipped: false,
            // An hour without items still has its place.
            minBarLength: 2,
            categoryPercentage: 0.92,
            barPercentage: 0.8,
          },
        ],
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        layout: { padding: 0 },
        scales: { x: { display: false }, y: { display: false, min: 0, max: most } },
      },
    });
    return () => chart.destroy();
  }, [figures, theme]);

  return (
    <div className={styles.box} style={{ blockSize: height }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
