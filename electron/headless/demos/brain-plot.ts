import type { Episode } from '#shared/contract/domain/agent.ts';

const WIDTH = 800;
const HEIGHT = 420;
const LEFT = 56;
const RIGHT = 690;
const TOP = 48;
const BOTTOM = 360;

/** Series differ by dash as well as by colour. */
const SERIES = [
  { name: 'valence', colour: '#2563a8', dash: '' },
  { name: 'arousal', colour: '#b45309', dash: '6 4' },
  { name: 'dopamine', colour: '#0f7660', dash: '1 5' },
] as const;

/** The course of the emotions as a picture (SVG 1.1), whose title says the same in words. */
export function brainPlot(episodes: readonly Episode[]): string {
  const first = episodes[0]?.cycle ?? 1;
  const last = Math.max(episodes.at(-1)?.cycle ?? 1, first + 1);
  const x = (cycle: number) => LEFT + ((cycle - first) / (last - first)) * (RIGHT - LEFT);
  const y = (value: number) => BOTTOM - value * (BOTTOM - TOP);
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (value) =>
      `<line x1="${LEFT}" x2="${RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}" stroke="#ddd"/>` +
      `<text x="${LEFT - 8}" y="${round(y(value) + 4)}" text-anchor="end">${value.toFixed(1)}</text>`,
  );
  const marks = cycleMarks(first, last).map(
    (cycle) => `<text x="${round(x(cycle))}" y="${BOTTOM + 22}" text-anchor="middle">${cycle}</text>`,
  );
  const series = SERIES.map(({ name, colour, dash }, index) => {
    const points = episodes
      .map((episode) => `${round(x(episode.cycle))},${round(y(episode[name]))}`)
      .join(' ');
    const style = `stroke="${colour}" stroke-width="2" stroke-linecap="round"${dash && ` stroke-dasharray="${dash}"`}`;
    const at = TOP + 16 + index * 24;
    return (
      `<polyline fill="none" ${style} points="${points}"/>` +
      `<line x1="${RIGHT + 14}" x2="${RIGHT + 38}" y1="${at - 4}" y2="${at - 4}" ${style}/>` +
      `<text x="${RIGHT + 44}" y="${at}" fill="${colour}">${name}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="13" fill="#444">`,
    `<title>${inWords(episodes)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="26" font-size="16" fill="#111">Emotion trajectory</text>`,
    ...grid,
    ...marks,
    `<text x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 44}" text-anchor="middle">cycle</text>`,
    ...series,
    '</svg>',
    '',
  ].join('\n');
}

function cycleMarks(first: number, last: number): number[] {
  const step = Math.max(1, Math.ceil((last - first) / 10));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function inWords(episodes: readonly Episode[]): string {
  const [start, end] = [episodes[0], episodes.at(-1)];
  if (!start || !end) return 'Emotion trajectory: no cycles yet';
  const courses = SERIES.map(({ name }) => `${name} from ${start[name]} to ${end[name]}`);
  return `Emotion trajectory, cycles ${start.cycle} to ${end.cycle}: ${courses.join(', ')}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
