import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import {
  makeNetwork,
  type NamespaceNetwork,
  namespacesRequirement,
} from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

interface Proposal {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly tally: { readonly approve: number; readonly reject: number; readonly abstain: number };
  readonly certificate: { readonly hash: string } | null;
  readonly myVote: { readonly choice: string; readonly fate: string } | null;
}

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'];
const TITLE = 'Raise the shared bandwidth quota';
const FINAL = ['passed', 'failed', 'expired'];

let folder: string;
let network: NamespaceNetwork;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-split-'));
  homes = NAMES.map((name) => new CellHome(folder, name));
  if (namespacesRequirement() === null) network = makeNetwork(2, 3);
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

const proposalOf = async (home: CellHome): Promise<Proposal | undefined> =>
  (await home.run<Proposal[]>('proposals')).find(({ title }) => title === TITLE);
const everywhere = () => Promise.all(homes.map(proposalOf));
const stateHashes = async () =>
  new Set((await Promise.all(homes.map((home) => home.status()))).map((status) => status.stateHash));

describeIfMet(namespacesRequirement(), 'five homes that are split two to three during a vote', () => {
  test('come to one result with one certificate when they meet again, and each voter is told', async () => {
    const alice = homes[0]!;
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await Promise.all(homes.slice(1).map((home) => home.run('init', '--name', home.name)));
    await Promise.all(homes.map((home, index) => home.startIn(network.nodes[index]!, '--accept-joins')));
    for (const home of homes.slice(1)) {
      const { code } = await alice.act<{ code: string }>('invite');
      await home.act('join', code);
    }
    await alice.act('propose', TITLE);
    const proposals = await pollUntil(everywhere, (list) =>
      list.every((proposal) => proposal?.state === 'voting'),
    );
    const { id } = proposals[0]!;

    network.setTrunk(false);
    const choices = ['approve', 'approve', 'approve', 'reject', 'abstain'];
    await Promise.all(homes.map((home, index) => home.act('vote', id, choices[index]!)));
    await Promise.all(homes.map((home) => home.run('close', id)));
    // Neither side can certify: five members need four.
    for (const home of homes) {
      await pollUntil(
        () => proposalOf(home),
        (proposal) => proposal?.state === 'closing',
        60_000,
      );
    }
    network.setTrunk(true);
    const decided = await pollUntil(
      everywhere,
      (list) => list.every((one) => FINAL.includes(one?.state ?? '')),
      60_000,
    );
    expect(new Set(decided.map((proposal) => proposal?.state))).toEqual(new Set(['passed']));
    expect(new Set(decided.map((proposal) => proposal?.certificate?.hash)).size).toBe(1);
    expect(new Set(decided.map((proposal) => JSON.stringify(proposal?.tally))).size).toBe(1);
    const { approve, reject, abstain } = decided[0]!.tally;
    const fates = decided.map((proposal) => proposal?.myVote?.fate);
    expect(fates.every((fate) => fate === 'counted' || fate === 'outside')).toBe(true);
    expect(fates.filter((fate) => fate === 'counted')).toHaveLength(approve + reject + abstain);
    await pollUntil(stateHashes, (hashes) => hashes.size === 1);
  });
});
