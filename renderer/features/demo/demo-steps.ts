import { DEMO_STEPS, type Demo, type DemoPerson, type DemoStep } from '#shared/contract/domain/demo.ts';
import { choiceWord } from '#shared/words/reasons/choice-word.ts';
import { t } from '#shared/words/translate.ts';
import { routeHref } from '../../state/routes.ts';

/** Those that something is to be done in; the last one is the way out. */
export const DEMO_TASKS = DEMO_STEPS.length - 1;

export function stepAfter(step: DemoStep, by: 1 | -1): DemoStep | null {
  return DEMO_STEPS[DEMO_STEPS.indexOf(step) + by] ?? null;
}

/** The page on which a step is watched; null where its subject is not there yet. */
export function pageOfStep({ step, proposal, people }: Demo): string | null {
  const bob = people[0]?.did ?? null;
  switch (step) {
    case 'message':
    case 'back':
      return bob === null ? null : routeHref('messages', bob);
    case 'vote':
    case 'count':
      return proposal === null ? null : routeHref('governance', proposal);
    case 'trust':
      return routeHref('reputation');
    case 'brain':
      return routeHref('agent');
    case 'end':
      return routeHref('overview');
  }
}

export interface GuideWords {
  readonly title: string;
  readonly text: string;
}

/** What the step asks for, and once it is done what was seen. */
export function guideWords({ phase, step, done }: Demo, me: string): GuideWords {
  if (phase === 'founding') return { title: t('demo.founding.title'), text: t('demo.founding.text', { me }) };
  if (step === 'end') return { title: t('demo.end.title'), text: t('demo.end.text') };
  return { title: t(`demo.${step}.title`), text: t(`demo.${step}.${done ? 'done' : 'text'}`) };
}

/** What one of the others does now, as that one's own node says. */
export function personWords({ name, state, holds, voted }: DemoPerson, step: DemoStep): string {
  if ((step === 'vote' || step === 'count') && voted !== null)
    return t('demo.person.voted', { name, choice: choiceWord(voted) });
  return t(`demo.person.${state}`, { name, holds });
}
