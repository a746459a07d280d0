import type { Push } from '#shared/domain/snapshot.ts';
import { GhostStackError, type Result, toFailure } from '#shared/errors.ts';
import { checkCall } from '#shared/ipc/check-call.ts';
import type { CallName, CallOutput, CallParsed } from '#shared/ipc/contract.ts';
import type { GhostNode } from '../node/node.ts';
import { storeError } from '../node/store/classify-error.ts';
import { StatePublisher } from './state-publisher.ts';

type Handlers = {
  readonly [N in CallName]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

export type Dispatch = (name: unknown, input: unknown) => Promise<Result<unknown>>;

function noCell(): never {
  throw new GhostStackError('not-found', 'This node has no cell yet.');
}

/** Calls that only do something answer null. */
function answerNull(run: () => void): null {
  run();
  return null;
}

/** Reads every slice of the dashboard's state from a node. */
export function publisherFor(node: GhostNode, send: (push: Push) => void): StatePublisher {
  return new StatePublisher({
    nowMs: () => node.nowMs(),
    send,
    read: {
      phase: () => node.phase,
      me: () => node.me(),
      online: () => node.online,
      network: () => node.network,
      problem: () => node.problem,
      keychainAvailable: () => node.keychainAvailable,
      settings: () => node.settings(),
      peers: () => node.peers(),
      threads: () => node.threads(),
      queue: () => node.queueSummary(),
      agent: () => node.agent.state(),
      cell: () => null,
      joining: () => null,
      holdings: () => null,
      passes: () => [],
    },
  });
}

/** Maps each call of the contract to the node. What the node throws becomes a failure with its code. */
export function createDispatch(node: GhostNode, publisher: StatePublisher): Dispatch {
  const handlers: Handlers = {
    'state.snapshot': () => publisher.snapshot(),

    'setup.create': ({ name, protection }) => node.createKey(name, protection),
    'key.unlock': ({ passphrase }) => node.unlock({ kind: 'passphrase', passphrase }),
    'key.changePassphrase': ({ current, next }) => node.changePassphrase(current, next),

    'me.setOnline': ({ online }) => node.setOnline(online),
    'settings.update': (change) => node.updateSettings(change),

    'peers.add': (peer) => node.addPeer(peer),
    'peers.update': ({ did, ...change }) => node.updatePeer(did, change),
    'peers.remove': ({ did }) => node.removePeer(did),
    'peers.syncNow': ({ did }) => node.syncNow(did),

    'cell.found': noCell,
    'cell.invite': noCell,
    'cell.revokeInvitation': noCell,
    'cell.join': noCell,
    'cell.confirmWords': noCell,
    'cell.cancelJoin': noCell,
    'cell.answerJoin': noCell,
    'log.page': noCell,
    'log.raw': noCell,
    'log.verify': noCell,
    'log.export': noCell,
    'identity.document': noCell,

    'messages.list': (page) => node.listMessages(page),
    'messages.send': ({ to, text }) => node.sendMessage(to, text),
    'messages.cancel': ({ id }) => node.cancelMessage(id),
    'messages.tryNow': ({ id }) => node.tryMessageNow(id),
    'messages.sendAgain': ({ id }) => node.sendMessageAgain(id),
    'messages.markRead': ({ thread }) => node.markRead(thread),

    'agent.cycle': (stimulus) => node.agent.cycle(stimulus, null),
    'agent.startRun': (run) => answerNull(() => node.agent.startRun(run)),
    'agent.stopRun': () => answerNull(() => node.agent.stopRun()),
    'agent.setAutonomy': ({ autonomy }) => node.agent.setAutonomy(autonomy),
    'agent.episodes': (page) => node.agent.episodes(page),
    'agent.exportState': () => ({ json: node.agent.exportState() }),
    'agent.importState': ({ json }) => node.agent.importState(json),
    'agent.acceptSuggestion': ({ id, text }) => node.acceptSuggestion(id, text),
    'agent.dismissSuggestion': ({ id }) => answerNull(() => node.agent.dismissSuggestion(id)),
  };
  return async (name, input) => {
    const checked = checkCall(name, input);
    if (!checked.ok) return checked;
    try {
      const handler = handlers[checked.value.name] as (value: unknown) => unknown;
      const value = (await handler(checked.value.input)) ?? null;
      publisher.markAll();
      return { ok: true, value };
    } catch (thrown) {
      const problem = storeError(thrown);
      if (problem) node.reportProblem(problem);
      return { ok: false, error: toFailure(problem ?? thrown) };
    }
  };
}
