// The real dashboard over an in-memory node: `/?scenario=street#/overview`.
import '#shared/words/catalogues.ts';
import '../../../renderer/state/zod-without-eval.ts';
import '../../../renderer/styles/global.css';
import { mountDashboard } from '../../../renderer/shell/mount.tsx';
import { checkedClient } from '../../../renderer/state/checked-client.ts';
import { watchJoinLinks } from '../../../renderer/state/join-link.ts';
import { agentAnswers } from './agent-answers.ts';
import { careAnswers } from './care-answers.ts';
import { cellAnswers } from './cell-answers.ts';
import { cellScenario } from './cell-scenarios.ts';
import { doctorAnswers } from './doctor-answers.ts';
import { FixtureNode } from './fixture-node.ts';
import { forkAnswers } from './fork-answers.ts';
import { governanceAnswers } from './governance-answers.ts';
import { governanceScenario } from './governance-scenarios.ts';
import { recoveryAnswers } from './recovery-answers.ts';
import { scenario } from './scenarios.ts';
import { withCells } from './street-forks.ts';
import { trustAnswers } from './trust-answers.ts';
import { wordsAnswers } from './words-answers.ts';

declare global {
  interface Window {
    fixture: FixtureNode;
  }
}

watchJoinLinks();
const name = new URLSearchParams(location.search).get('scenario') ?? 'street';
const nowMs = Date.now();
const governance = governanceScenario(name.startsWith('fork-') ? 'governance' : name, nowMs);
const node = new FixtureNode(
  withCells(governance ?? cellScenario(name, nowMs) ?? scenario(name, nowMs), name, nowMs),
  (answering) => ({
    ...agentAnswers(answering),
    ...careAnswers(answering),
    ...cellAnswers(answering),
    ...doctorAnswers(answering),
    ...forkAnswers(answering),
    ...governanceAnswers(answering, governance?.details ?? []),
    ...trustAnswers(answering, governance?.statement ?? []),
    ...wordsAnswers(answering),
    ...recoveryAnswers(answering),
  }),
);
window.fixture = node;

mountDashboard(document.getElementById('root'), checkedClient(node.carrier));
