/** Checks the proof in this page, and says what it shows. Runs without a network, from the page alone. */
import { checkingProof, type ProofVerdict } from '#shared/protocol/proof/check-proof.ts';
import { readEmbedded } from '#shared/protocol/proof/embedded-proof.ts';
import { proofReport } from '#shared/protocol/proof/proof-report.ts';
import { proofTools } from './proof-tools.ts';
import { showBroken, showProgress, showReport } from './show-report.ts';
import { browserLanguage, type Language, otherLanguage } from './words.ts';

/** So long the browser is kept from drawing, in milliseconds. */
const SLICE_MS = 40;

const place = document.querySelector('main') as HTMLElement;
let language: Language = browserLanguage();
let verdict: ProofVerdict | null = null;

function show(): void {
  document.documentElement.lang = language;
  const turn = (): void => {
    language = otherLanguage(language);
    show();
    place.querySelector('button')?.focus();
  };
  if (!verdict) return;
  if (!verdict.ok) {
    showBroken(place, language, verdict.broken, turn);
    return;
  }
  const { proof, decision } = verdict;
  const { slot, closure } = decision.certificate;
  const { ballot, closes } = closure;
  const certificate = proofTools.hash(proofTools.canonical({ slot, ballot, closes }));
  showReport(place, language, proofReport(proof, decision, certificate), turn);
}

const checking = checkingProof(readEmbedded(document.querySelector('#proof')?.textContent ?? ''), proofTools);

function goOn(): void {
  const until = performance.now() + SLICE_MS;
  for (;;) {
    const next = checking.next();
    if (next.done) {
      verdict = next.value;
      show();
      return;
    }
    if (performance.now() < until) continue;
    showProgress(place, language, next.value);
    setTimeout(goOn);
    return;
  }
}

goOn();
