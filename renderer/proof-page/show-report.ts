import type { ProofProgress } from '#shared/protocol/proof/check-proof.ts';
import type { ProofReport, ProofSentence } from '#shared/protocol/proof/proof-report.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import { visibleText } from '#shared/protocol/visible-text.ts';
import { type Language, sentence } from './words.ts';

type Child = Node | string;

/** Text of others comes in by `append` alone: as text. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: Child[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function showProgress(place: HTMLElement, language: Language, progress: ProofProgress): void {
  place.replaceChildren(
    element('h1', {}, sentence(language, 'proof.title')),
    element('p', { role: 'status' }, sentence(language, 'proof.checking', { ...progress })),
  );
}

export function showBroken(place: HTMLElement, language: Language, broken: Saying, turn: () => void): void {
  const say = (key: string): string => sentence(language, key);
  place.replaceChildren(
    ...head(language, turn),
    verdict('bad', '×', say('proof.fails'), sentence(language, broken.key, broken.params)),
    element('p', {}, say('proof.fails.next')),
  );
}

export function showReport(
  place: HTMLElement,
  language: Language,
  report: ProofReport,
  turn: () => void,
): void {
  const { result } = report;
  place.replaceChildren(
    ...head(language, turn),
    verdict('ok', '✓', sentence(language, 'proof.holds'), sentence(language, result.key, result.params)),
    ...list(language, 'proof.proves', report.proves),
    ...list(language, 'proof.not', report.provesNot),
    ...votes(language, report),
    element('h2', {}, sentence(language, 'proof.text')),
    element(
      'p',
      { class: 'peer', dir: 'auto' },
      report.text.trim() === '' ? sentence(language, 'proof.text.none') : visibleText(report.text),
    ),
    ...facts(language, report),
  );
}

function head(language: Language, turn: () => void): HTMLElement[] {
  const other = element('button', { type: 'button' }, sentence(language, 'proof.other'));
  other.addEventListener('click', turn);
  return [element('header', {}, element('h1', {}, sentence(language, 'proof.title')), other)];
}

function verdict(kind: 'ok' | 'bad', mark: string, claim: string, why: string): HTMLElement {
  return element(
    'div',
    { class: `verdict ${kind}`, role: kind === 'ok' ? 'status' : 'alert' },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
    element('p', { dir: 'auto' }, element('strong', {}, claim), ' ', why),
  );
}

function list(language: Language, title: string, of: readonly ProofSentence[]): HTMLElement[] {
  const items = of.map(({ key, params }) => element('li', {}, sentence(language, key, params)));
  return [element('h2', {}, sentence(language, title)), element('ul', {}, ...items)];
}

function votes(language: Language, report: ProofReport): HTMLElement[] {
  const heads = ['proof.member', 'proof.vote', 'proof.comment'].map((key) =>
    element('th', { scope: 'col' }, sentence(language, key)),
  );
  const rows = report.votes.map(({ name, vote, comment }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', dir: 'auto' }, visibleText(name)),
      element('td', {}, sentence(language, `proof.vote.${vote}`)),
      element('td', { dir: 'auto' }, visibleText(comment)),
    ),
  );
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
  return [element('h2', {}, sentence(language, 'proof.votes')), table];
}

function facts(language: Language, report: ProofReport): HTMLElement[] {
  const when = (ms: number): string => new Date(ms).toLocaleString(language);
  const rows = [
    ['proposer', visibleText(report.proposer)],
    ['opened', when(report.openedAtMs)],
    ['confirmed', when(report.confirmedAtMs)],
    ['certificate', report.certificate],
    ['cell', report.cell],
  ].flatMap(([name, value = '']) => [
    element('dt', {}, sentence(language, `proof.fact.${name}`)),
    element('dd', {}, value),
  ]);
  return [element('h2', {}, sentence(language, 'proof.facts')), element('dl', {}, ...rows)];
}
