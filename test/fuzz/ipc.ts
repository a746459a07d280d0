/** Calls of a page or a command with anything in them, on a whole node; what they do is done, and shown afterwards. */
import { CALL_NAMES } from '#shared/contract/contract.ts';
import { CellLife } from './cell-life.ts';
import { mutateValue, oddValue } from './mutate.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

const PER_LIFE = 1000;
/** Made with scrypt, which is slow on purpose; their inputs are tried as far as the schema. */
const SLOW = new Set(['key.unlock', 'key.changePassphrase', 'key.setPassphrase', 'setup.create']);
/** These answer with the whole log: rarely is enough. */
const LARGE = new Set(['log.export', 'log.verify', 'state.snapshot']);

export async function fuzzIpc(random: Random, runs: number, tally: Tally): Promise<void> {
  for (let left = runs; left > 0; left -= PER_LIFE) {
    const life = await CellLife.begin();
    try {
      const inputs = sampleInputs(life);
      for (let run = 0; run < Math.min(left, PER_LIFE); run += 1) await call(life, inputs, random, tally);
      await life.readEverything(tally, 'after calls');
      await life.stop();
      await life.start();
      await life.readEverything(tally, 'after calls and a restart');
      tally.count('restarts');
    } catch (thrown) {
      tally.fault('views after calls', thrown, null);
    } finally {
      await life.end();
    }
  }
}

async function call(
  life: CellLife,
  inputs: Readonly<Record<string, object>>,
  random: Random,
  tally: Tally,
): Promise<void> {
  tally.runs += 1;
  const chosen = random.pick(CALL_NAMES);
  if (LARGE.has(chosen) && !random.chance(0.1)) return tally.count('left out');
  const model = inputs[chosen] ?? {};
  const alike = Object.values(inputs).flatMap((input) => Object.values(input));
  const mutated = random.chance(0.3) ? model : mutateValue(random, model, alike);
  const name = random.chance(0.02) ? oddValue(random) : chosen;
  const input = SLOW.has(chosen)
    ? { ...(Object(mutated) as object), passphrase: 7, protection: 7, next: 7 }
    : mutated;
  try {
    const answer = await life.call(name, input);
    tally.count(answer.ok ? 'done' : answer.error.code);
    if (!answer.ok && answer.error.code === 'internal')
      tally.fault(`call ${name}`, answer.error.message, input);
    // It would go on by itself.
    if (chosen === 'agent.startRun') await life.call('agent.stopRun', {});
  } catch (thrown) {
    tally.fault(`call ${String(name)}`, thrown, input);
  }
}

/** An input that each call takes, of this cell. */
function sampleInputs(life: CellLife): Record<string, object> {
  const [bob, carol] = life.members.map(({ identity }) => identity);
  const proposals = life.node.cell.shown.proposals();
  const id = proposals[0]?.id ?? '';
  const mine = proposals.find(({ title }) => title === 'Paint the shed')?.id ?? id;
  const scid = bob?.scid ?? '';
  const did = carol?.did ?? '';
  const hash = life.cell.id;
  const stimulus = { kind: 'social', intensity: 0.5, valence: 0.2, text: 'hello' };
  return {
    'settings.update': { language: 'en' },
    'peers.add': { did, name: 'dave', address: null },
    'peers.update': { did, name: 'carola', address: '/ip4/127.0.0.1/tcp/4000' },
    'peers.remove': { did },
    'peers.syncNow': { did },
    'cell.found': { name: 'Another' },
    'cell.invite': { hours: 1 },
    'cell.revokeInvitation': { id: 'x' },
    'cell.readInvitation': { code: 'GS-INVITE-xxxxxxxx' },
    'cell.join': { code: 'GS-INVITE-xxxxxxxx', compare: true },
    'cell.confirmWords': { same: true },
    'cell.answerJoin': { scid, accept: true },
    'me.setOnline': { online: false },
    'governance.propose': { title: 'More', text: 'of it', open: true },
    'governance.proposeRemoval': { scid, text: '' },
    'governance.proposeRules': {
      rules: { f: null, deadlineMs: 3_600_000, graceMs: 60_000, turnMs: 15_000 },
      text: '',
    },
    'governance.revise': { id: mine, title: 'Less', text: '' },
    'governance.review': { id: mine },
    'governance.comment': { id, text: 'Why?' },
    'governance.open': { id: mine },
    'governance.vote': { id, choice: 'APPROVE', comment: null },
    'governance.withdraw': { id: mine },
    'governance.close': { id },
    'governance.detail': { id },
    'trust.endorse': { scid, strength: 0.5 },
    'trust.explain': { scid },
    'tokens.transfer': { scid, amount: 1, note: 'thanks' },
    'tokens.statement': { scid, before: null, limit: 100 },
    'log.page': { before: null, limit: 100, author: scid },
    'log.raw': { hash },
    'messages.list': { thread: did, before: null, limit: 50 },
    'messages.send': { to: did, text: 'Hello' },
    'messages.cancel': { id: 'x', to: null },
    'messages.tryNow': { id: 'x' },
    'messages.sendAgain': { id: 'x' },
    'messages.markRead': { thread: did },
    'messages.markUnread': { id: 'x' },
    'messages.draft': { thread: did },
    'messages.keepDraft': { thread: did, text: 'x', reply: null },
    'agent.cycle': stimulus,
    'agent.startRun': { ...stimulus, cycles: 2, perSecond: 50 },
    'agent.setAutonomy': { autonomy: 'suggest' },
    'agent.episodes': { before: null, limit: 50 },
    'agent.importState': { json: '{}' },
    'agent.acceptSuggestion': { id: 'x' },
    'agent.dismissSuggestion': { id: 'x' },
  };
}
