import type { OutsideView } from '#shared/contract/domain/trust.ts';
import type { Ranked } from '#shared/protocol/trust/rank.ts';
import { outsiderOf } from './outsider.ts';
import { partView, type TrustNames } from './trust-view.ts';

/** Those of other cells to whom some trust flows, the most first. */
export function outsideViews(names: TrustNames, ranks: readonly Ranked[]): OutsideView[] {
  return ranks
    .flatMap(({ scid: node, score, parts }): OutsideView[] => {
      const outsider = outsiderOf(names.epoch, node);
      if (!outsider || score === 0) return [];
      const shown = parts.filter((part) => part.score > 0).map((part) => partView(names, part));
      return [{ ...outsider, score, parts: shown }];
    })
    .sort((a, b) => b.score - a.score);
}
