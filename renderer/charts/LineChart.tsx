import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { useEffect, useRef } from 'react';
import { decimal } from '#shared/words/format/decimal.ts';
import { type ColorToken, tokenColor } from './chart-colors.ts';
import type { ChartEvent } from './chart-event.ts';
import { directLabels, eventLines } from './chart-plugins.ts';
import styles from './LineChart.module.css';
import { niceRange } from './nice-range.ts';

Chart.register(CategoryScale, LinearScale, LineController, LineElement, PointElement);

export interface Series {
  readonly id: string;
  readonly label: string;
  readonly color: ColorToken;
  /** Series differ by dash as well as by colour. */
  readonly dash: readonly number[];
  readonly values: readonly number[];
}

export interface LineChartProps {
  /** One sentence that says what the drawing shows, computed from the data. */
  readonly label: string;
  readonly series: readonly Series[];
  /** A word under each place of the axis; empty ones are not drawn. */
  readonly ticks: readonly string[];
  readonly events: readonly ChartEvent[];
  /** Anything that changes when colours do. */
  readonly theme: string;
  readonly height: number;
}

const FONT = { family: '"Inter Variable", system-ui, sans-serif', size: 11.5 };

function configuration(props: LineChartProps): ChartConfiguration<'line'> {
  const { series, ticks, events } = props;
  const range = niceRange(series.flatMap((one) => one.values));
  return {
    type: 'line',
    data: {
      labels: [...ticks],
      datasets: series.map((one) => {
        const color = tokenColor(one.color);
        return {
          label: one.label,
          data: [...one.values],
          borderColor: color,
          borderWidth: 2.2,
          borderDash: [...one.dash],
          borderCapStyle: 'round' as const,
          tension: 0,
          pointRadius: one.values.map((_, index) => (index === one.values.length - 1 ? 4 : 0)),
          pointHitRadius: 0,
          pointBackgroundColor: color,
          pointBorderColor: tokenColor('--surface'),
          pointBorderWidth: 1.5,
        };
      }),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: 8, right: 104, bottom: 0, left: 0 } },
      scales: {
        x: {
          border: { display: false },
          grid: { display: false },
          ticks: {
            autoSkip: false,
            maxRotation: 0,
            align: 'inner',
            color: tokenColor('--text3'),
            font: FONT,
            padding: 8,
          },
        },
        y: {
          min: range.min,
          max: range.max,
          border: { display: false },
          grid: { color: tokenColor('--line'), drawTicks: false },
          ticks: {
            stepSize: range.step,
            color: tokenColor('--text3'),
            font: FONT,
            padding: 10,
            callback: (value) => decimal(Number(value), range.decimals),
          },
        },
      },
    },
    plugins: [eventLines(events), directLabels()],
  };
}

/** The one wrapper of Chart.js: no legend box, direct labels at the ends of the lines, horizontal grid only. */
export function LineChart(props: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { label, series, ticks, events, theme, height } = props;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let chart: Chart | null = null;
    let live = true;
    const draw = () => {
      if (live) chart = new Chart(element, configuration({ label, series, ticks, events, theme, height }));
    };
    // Text on a canvas does not change by itself when its font arrives.
    if (document.fonts.status === 'loaded') draw();
    else void document.fonts.ready.then(draw);
    return () => {
      live = false;
      chart?.destroy();
    };
  }, [label, series, ticks, events, theme, height]);

  return (
    <div className={styles.box} style={{ blockSize: height }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
