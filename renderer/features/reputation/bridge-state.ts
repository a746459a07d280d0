import type { BridgeView } from '#shared/contract/domain/bridge.ts';
import { fullDate, shortDate } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';

/** Whether a bridge lets anything through, and until when. */
export function bridgeState({ isOver, untilMs }: BridgeView): string {
  return t(isOver ? 'bridges.over' : 'bridges.until', { until: fullDate(untilMs) });
}

/** The newest that was told over it. */
export function toldOver({ told }: BridgeView): string {
  return told ? t('bridges.told', { ...told, day: shortDate(told.dayMs) }) : t('bridges.untold');
}

/** What counts of what was heard over it. */
export function heardOver({ heard }: BridgeView): string {
  return heard ? t('bridges.heard', { ...heard, day: shortDate(heard.dayMs) }) : t('bridges.unheard');
}
