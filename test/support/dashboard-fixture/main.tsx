// The real dashboard over an in-memory node: `/?scenario=street#/overview`.
import '../../../renderer/app/zod-without-eval.ts';
import '../../../renderer/styles/global.css';
import { checkedClient } from '../../../renderer/app/checked-client.ts';
import { mountDashboard } from '../../../renderer/app/mount.tsx';
import { FixtureNode } from './fixture-node.ts';
import { scenario } from './scenarios.ts';

declare global {
  interface Window {
    fixture: FixtureNode;
  }
}

const name = new URLSearchParams(location.search).get('scenario') ?? 'street';
const node = new FixtureNode(scenario(name, Date.now()));
window.fixture = node;

mountDashboard(document.getElementById('root'), checkedClient(node.carrier));
