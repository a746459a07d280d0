import type { RankExplained, RankView, Trust } from '#shared/contract/domain/trust.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';

/** Billionths to points of 100. */
const POINT = 10_000_000;
/** An endorsement that has faded below this is drawn dashed. */
export const NEARLY_FADED = 0.25;

/** `25.8` */
export function points(score: number): string {
  return decimal(score / POINT, 1);
}

export interface ShownParts {
  readonly base: string;
  /** What each endorser adds, by SCID. */
  readonly from: ReadonlyMap<string, string>;
}

/** The parts of a score in tenths of a point, rounded so that what is shown adds up to the score that is shown. */
export function shownParts({ score, base, parts }: Pick<RankView, 'score' | 'base' | 'parts'>): ShownParts {
  const exact = [base, ...parts.map((part) => part.score)].map((part) => part / (POINT / 10));
  const down = exact.map(Math.floor);
  const missing = Math.round(score / (POINT / 10)) - down.reduce((sum, part) => sum + part, 0);
  // The largest remainders are rounded up, as many as it takes.
  const up = new Set(
    exact
      .map((part, index) => ({ index, rest: part - Math.floor(part) }))
      .sort((a, b) => b.rest - a.rest || a.index - b.index)
      .slice(0, Math.max(0, missing))
      .map(({ index }) => index),
  );
  const shown = down.map((part, index) => decimal((up.has(index) ? part + 1 : part) / 10, 1));
  return {
    base: shown[0] ?? points(base),
    from: new Map(parts.map(({ scid, score: part }, index) => [scid, shown[index + 1] ?? points(part)])),
  };
}

/** `+0.6`, `−0.2`, or null for a change that would be shown as nothing. */
export function change(score: number): string | null {
  const rounded = Math.round(score / (POINT / 10));
  if (rounded === 0) return null;
  return `${rounded > 0 ? '+' : '−'}${decimal(Math.abs(rounded) / 10, 1)}`;
}

export function byRank(trust: Trust): RankView[] {
  return [...trust.ranks].sort((a, b) => b.score - a.score);
}

export function anyEndorsement({ ranks }: Trust): boolean {
  return ranks.some(({ parts }) => parts.length > 0);
}

export function reputationAnswer(trust: Trust): { readonly claim: string; readonly rest: string } {
  const [first, second] = byRank(trust);
  if (!first || !anyEndorsement(trust)) {
    return { claim: t('empty.reputation.answer'), rest: t('reputation.never') };
  }
  const score = points(first.score);
  const tied = second !== undefined && points(second.score) === score;
  const claim = tied
    ? t('reputation.answer.tied', {
        names: nameList(
          byRank(trust)
            .filter((one) => points(one.score) === score)
            .map(({ name }) => name),
        ),
        score,
      })
    : t('reputation.answer', { name: visibleLine(first.name, 40), score });
  return { claim, rest: t('reputation.never') };
}

/** `dave for alice, carol and erin for dave`: endorsements that are nearly gone, or null. */
export function nearlyFaded({ ranks }: Trust): string | null {
  const gone = ranks.flatMap(({ name, parts }) => {
    const from = parts.filter(({ weight }) => weight < NEARLY_FADED).map((part) => part.name);
    return from.length > 0 ? [t('reputation.for', { from: nameList(from), to: visibleLine(name, 40) })] : [];
  });
  return gone.length > 0 ? gone.join('; ') : null;
}

type Part = RankExplained['parts'][number];

/** `strength 1.0, 4 days old, counts 0.91` */
export function partDetail({ endorsements, weight }: Part): string {
  const [only, ...more] = endorsements;
  if (!only) return t('reputation.part.counts', { counts: decimal(weight, 2) });
  if (more.length > 0) {
    return t('reputation.part.several', { n: endorsements.length, counts: decimal(weight, 2) });
  }
  return t('reputation.part', {
    strength: decimal(only.strength, 1),
    age: only.ageDays,
    counts: decimal(only.counts, 2),
  });
}

export interface CapNote {
  readonly title: string;
  readonly text: string;
}

/** Which limits applied to a score, and what they changed. */
export function capNotes({ parts, shareMax }: RankExplained): CapNote[] {
  const shared = parts.filter(({ caps }) => caps.includes('share'));
  const weighed = parts.filter(({ caps }) => caps.includes('weight'));
  const [most] = [...shared].sort((a, b) => b.uncappedScore - a.uncappedScore);
  return [
    ...(most
      ? [
          {
            title: t('reputation.cap', { n: shared.length }),
            text: t('reputation.cap.share', {
              percent: Math.round(shareMax * 100),
              name: visibleLine(most.name, 40),
              score: points(most.uncappedScore),
            }),
          },
        ]
      : []),
    ...(weighed.length > 0
      ? [
          {
            title: t('reputation.cap', { n: weighed.length }),
            text: t('reputation.cap.weight', { names: nameList(weighed.map(({ name }) => name)) }),
          },
        ]
      : []),
  ];
}

/** The graph in one sentence, for readers. */
export function graphLabel(trust: Trust): string {
  const edges = trust.ranks.reduce((sum, { parts }) => sum + parts.length, 0);
  const list = byRank(trust)
    .map(({ name, score }) => `${visibleLine(name, 40)} ${points(score)}`)
    .join(', ');
  return t('reputation.graph', { members: trust.ranks.length, edges, list });
}

/** What renewing gives back, 0 to 1 in thousandths: endorsements of one pair add up, so only the loss is endorsed. */
export function fadedBy({ endorsements, weight }: Part): number {
  const given = Math.max(0, ...endorsements.map(({ strength }) => strength));
  return Math.max(0, Math.round((given - weight) * 1000) / 1000);
}
