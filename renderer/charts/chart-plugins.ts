import type { Chart, Plugin } from 'chart.js';
import { decimal } from '#shared/words/format/decimal.ts';
import { tokenColor } from './chart-colors.ts';
import type { ChartEvent } from './chart-event.ts';

const LABEL_HEIGHT = 16;

/** Puts labels as near to their wishes as they can stand without touching. */
export function spread(wishes: readonly number[], height: number, low: number, high: number): number[] {
  const order = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish);
  const placed: number[] = new Array(wishes.length).fill(0);
  let next = low;
  for (const { wish, index } of order) {
    placed[index] = Math.max(wish, next);
    next = (placed[index] ?? 0) + height;
  }
  let limit = high;
  for (const { index } of [...order].reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, limit);
    limit = (placed[index] ?? 0) - height;
  }
  return placed;
}

/** `Dopamine 0.61` at the end of each line, in its colour. */
export function directLabels(): Plugin<'line'> {
  return {
    id: 'directLabels',
    afterDatasetsDraw(chart: Chart) {
      const { ctx, chartArea } = chart;
      const ends = chart.data.datasets.flatMap((dataset, index) => {
        const point = chart.getDatasetMeta(index).data.at(-1);
        const value = dataset.data.at(-1);
        if (!point || typeof value !== 'number') return [];
        return [
          {
            x: point.x,
            y: point.y,
            text: `${dataset.label} ${decimal(value, 2)}`,
            color: String(dataset.borderColor),
          },
        ];
      });
      const places = spread(
        ends.map((end) => end.y),
        LABEL_HEIGHT,
        chartArea.top,
        chartArea.bottom,
      );
      ctx.save();
      ctx.font = '600 12px "Inter Variable", system-ui, sans-serif';
      ctx.textBaseline = 'middle';
      ctx.textAlign = 'left';
      for (const [index, end] of ends.entries()) {
        ctx.fillStyle = end.color;
        ctx.fillText(end.text, end.x + 12, places[index] ?? end.y);
      }
      ctx.restore();
    },
  };
}

/** A dotted vertical with a word where something happened. */
export function eventLines(events: readonly ChartEvent[]): Plugin<'line'> {
  return {
    id: 'eventLines',
    beforeDatasetsDraw(chart: Chart) {
      const { ctx, chartArea, scales } = chart;
      const axis = scales.x;
      if (!axis) return;
      ctx.save();
      ctx.font = '400 11.5px "Inter Variable", system-ui, sans-serif';
      ctx.textBaseline = 'top';
      ctx.strokeStyle = tokenColor('--control');
      ctx.lineWidth = 1.2;
      ctx.setLineDash([1, 4]);
      ctx.lineCap = 'round';
      for (const event of events) {
        const x = axis.getPixelForValue(event.index);
        ctx.beginPath();
        ctx.moveTo(x, chartArea.top);
        ctx.lineTo(x, chartArea.bottom);
        ctx.stroke();
      }
      // A word may reach over the next line: it keeps that one off by the colour of the card.
      ctx.strokeStyle = tokenColor('--surface');
      ctx.lineWidth = 5;
      ctx.lineJoin = 'round';
      ctx.setLineDash([]);
      ctx.fillStyle = tokenColor('--text3');
      let freeFrom = chartArea.left;
      for (const event of events) {
        const x = axis.getPixelForValue(event.index);
        const width = ctx.measureText(event.label).width;
        const left = x + 6 + width <= chartArea.right ? x + 6 : x - 6 - width;
        if (left >= freeFrom) {
          ctx.strokeText(event.label, left, chartArea.top + 3);
          ctx.fillText(event.label, left, chartArea.top + 3);
          freeFrom = left + width + 10;
        }
      }
      ctx.restore();
    },
  };
}
