import { type CheckedCall, checkCall } from '#shared/contract/check-call.ts';
import type { CallName, CallOutput, CallParsed } from '#shared/contract/contract.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError, type Result, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { proposalPage } from '../node/cell/deciding/proposal-choice.ts';
import { invitationSays } from '../node/cell/joining/invitation.ts';
import type { GhostNode } from '../node/root/node.ts';
import { storeError } from '../node/store/classify-error.ts';
import { codeOf } from '../node/store/events/event-values.ts';
import { bridgeAnswers } from './bridge-answers.ts';
import { credentialAnswers } from './credential-answers.ts';
import { forkAnswers } from './fork-answers.ts';
import { pageOfProof } from './proof/proof-page.ts';
import { type PublisherOptions, StatePublisher } from './state-publisher.ts';

export type Handlers = {
  readonly [N in CallName]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

export type Dispatch = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/** Answers what was checked at the border of this process; never rejects. */
export type Answers = (call: CheckedCall) => Promise<Result<unknown>>;

/** Calls that only do something answer null. */
function answerNull(run: () => void): null {
  run();
  return null;
}

/** Whoever runs the cell to try answers these; see demo-cell.ts. */
function notInDemo(): never {
  throw new GhostStackError('unsupported', says('error.host.noDemoHere'));
}

/** Reads every slice of the dashboard's state from a node. */
export function publisherFor(node: GhostNode, send: (push: Push) => void): StatePublisher {
  return new StatePublisher({
    nowMs: () => node.nowMs(),
    send,
    failed: (name, error) => node.faults.report(says('fault.reading', { name }), error),
    read: readsOf(node),
  });
}

export function readsOf(node: GhostNode): PublisherOptions['read'] {
  return {
    phase: () => node.phase,
    me: () => node.me(),
    online: () => node.online,
    network: () => node.network,
    problem: () => node.problem,
    recoveryWords: () => node.words.view(),
    keychainAvailable: () => node.keychainAvailable,
    settings: () => node.settings(),
    peers: () => node.peers(),
    formerPeers: () => node.formerPeers(),
    threads: () => node.messages.threads(),
    queue: () => node.messages.summary(),
    transfers: () => node.files.transfers(),
    agent: () => node.agent.state(),
    cell: () => node.cell.shown.view(),
    cells: () => node.cell.held.view(),
    forks: () => node.cell.forks.view(),
    joining: () => node.cell.joining(),
    recovering: () => node.cell.recovery.view(),
    holdings: () => node.cell.shown.holdings(),
    passes: () => node.cell.journal.passes(),
    passHours: () => node.cell.journal.hours(),
    care: () => node.care.state(),
    proposals: () => node.cell.shown.proposals(),
    proposalCounts: () => node.cell.shown.proposalCounts(),
    trust: () => node.cell.shown.trust(),
    credentials: () => node.credentials.view(),
    demo: () => null,
  };
}

/** What keeps it from being worked out keeps nothing else from being shown. */
function foldState(node: GhostNode): void {
  try {
    node.cell.shown.foldState();
  } catch (error) {
    node.faults.report(says('fault.reading', { name: 'cell' }), error);
  }
}

/** What the shell of a window answers itself. */
function windowOnly(): never {
  throw new GhostStackError('unsupported', says('error.host.windowOnly'));
}

/** Maps each call of the contract to the node. What the node throws becomes a failure with its code. */
export function createAnswers(node: GhostNode, publisher: StatePublisher): Answers {
  const handlers: Handlers = {
    'state.snapshot': ({ stateHash }) => {
      if (stateHash) foldState(node);
      return publisher.snapshot();
    },

    'state.present': () => ({ phase: node.phase, me: node.me() }),

    'home.attach': () => {
      throw new GhostStackError('unsupported', says('error.host.attachNotHere'));
    },
    'home.takeOver': () => {
      throw new GhostStackError('conflict', says('error.host.homeHeldAlready'));
    },

    'demo.start': () => notInDemo(),
    'demo.goTo': () => notInDemo(),
    'demo.end': () => notInDemo(),
    'doctor.run': (asked) => node.doctor.run(asked),
    'doctor.events': (page) => node.doctor.events(page),
    'doctor.fullCheck': ({ act }) => node.doctor.fullCheck(act),
    'doctor.damageSeen': () => node.damageSeen(),
    'window.chooseFile': windowOnly,
    'files.choose': windowOnly,
    'files.saveAs': windowOnly,
    'window.background': windowOnly,
    'window.startAtLogin': windowOnly,

    'setup.create': ({ name, protection }) => node.createKey(name, protection),
    'key.unlock': ({ passphrase }) => node.unlock({ kind: 'passphrase', passphrase }),
    'key.lock': () => {
      throw new GhostStackError('unsupported', says('error.host.lockNotHere'));
    },
    'key.setPassphrase': ({ next }) => node.setPassphrase(next),
    'key.changePassphrase': ({ current, next }) => node.changePassphrase(current, next),

    'words.show': ({ passphrase }) => node.words.show(passphrase),
    'words.check': ({ answers }) => node.words.check(answers),
    'words.later': () => node.words.later(),

    'identity.changeKey': ({ words, newWords }) => ({
      id: node.cell.changeKey(words === undefined ? {} : { words, renewWords: newWords }),
    }),

    'recovery.makeCode': ({ hours }) => node.cell.recovery.makeCode(hours),
    'recovery.withdrawCode': ({ id }) => node.cell.recovery.withdrawCode(id),
    'recovery.answer': ({ id, accept }) => node.cell.recovery.answer(id, accept),
    'recovery.begin': ({ code, way }) => node.cell.recovery.begin(code, way),
    'recovery.giveWords': ({ text }) => node.cell.recovery.giveWords(text),
    'recovery.confirmWords': ({ same }) => node.cell.recovery.confirmWords(same),
    'recovery.cancel': () => node.cell.recovery.cancel(),

    'care.backup': ({ file, passphrase }) => node.care.backup(file, passphrase),
    'care.restore': ({ file, passphrase }) => node.care.restore(file, passphrase),
    'care.plan': (plan) => node.care.setPlan(plan),
    'care.export': (wish) => node.care.export(wish),
    'care.free': () => node.care.free(),
    'care.cancel': () => node.care.cancel(),

    'me.setOnline': ({ online }) => node.setOnline(online),
    'settings.update': (change) => node.updateSettings(change),

    'peers.add': (peer) => node.addPeer(peer),
    'peers.update': ({ did, ...change }) => node.updatePeer(did, change),
    'peers.remove': ({ did }) => node.removePeer(did),
    'peers.syncNow': ({ did }) => node.syncNow(did),

    'cell.found': ({ name, deadlineMinMs }) =>
      node.cell.found(name, deadlineMinMs === undefined ? {} : { deadlineMinMs }),
    'cell.invite': ({ hours }) => node.cell.invite(hours),
    'cell.show': ({ seconds }) => node.cell.show(seconds),
    'cell.look': () => node.cell.look(),
    'cell.joinSeen': ({ id }) => node.cell.joinSeen(id),
    'cell.revokeInvitation': ({ id }) => node.cell.revokeInvitation(id),
    'cell.readInvitation': ({ code }) => invitationSays(code),
    'cell.join': ({ code, compare }) => node.cell.join(code, compare),
    'cell.confirmWords': ({ same }) => node.cell.confirmWords(same),
    'cell.compareWords': ({ scid }) => ({ words: node.cell.compareWords(scid) }),
    'cell.noteCompared': ({ scid, same }) => node.cell.noteCompared(scid, same),
    'cell.cancelJoin': () => node.cell.cancelJoin(),
    'cell.foldState': () =>
      answerNull(() => {
        foldState(node);
        publisher.mark('cell');
      }),
    'cell.resumeSigning': () => node.cell.resumeSigning(),
    'cell.answerJoin': ({ scid, accept }) => node.cell.answerJoin(scid, accept),
    ...forkAnswers(node),
    ...credentialAnswers(node),
    ...bridgeAnswers(node),
    'governance.propose': (request) => ({ id: node.cell.deciding().propose(request) }),
    'governance.proposeRemoval': ({ scid, text }) => ({
      id: node.cell.deciding().proposeRemoval(scid, text),
    }),
    'governance.proposeRules': ({ rules, text }) => ({ id: node.cell.deciding().proposeRules(rules, text) }),
    'governance.revise': ({ id, title, text }) =>
      answerNull(() => node.cell.deciding().revise(id, title, text)),
    'governance.review': ({ id }) => answerNull(() => node.cell.deciding().review(id)),
    'governance.comment': ({ id, text }) => answerNull(() => node.cell.deciding().comment(id, text)),
    'governance.open': ({ id, ...wishes }) => answerNull(() => node.cell.deciding().open(id, wishes)),
    'governance.vote': ({ id, choice, comment }) =>
      answerNull(() => node.cell.deciding().vote(id, choice, comment)),
    'governance.withdraw': ({ id }) => answerNull(() => node.cell.deciding().withdraw(id)),
    'governance.close': ({ id }) => answerNull(() => node.cell.deciding().close(id)),
    'governance.list': (query) => proposalPage(node.cell.decisions().list(), query),
    'governance.detail': ({ id }) => node.cell.decisions().detail(id),
    'governance.noteScar': ({ id, text }) => answerNull(() => node.cell.deciding().noteScar(id, text)),
    'governance.healScar': ({ note }) => answerNull(() => node.cell.deciding().healScar(note)),
    'governance.proof': ({ id, form }) => {
      const { label, text } = node.cell.decisions().proof(id);
      return { label, text: form === 'html' ? pageOfProof(text) : text };
    },
    'trust.endorse': ({ scid, strength, cell }) =>
      answerNull(() => node.cell.trusting().endorse(scid, strength, cell)),
    'trust.explain': ({ scid }) => node.cell.trust().explain(scid),
    'tokens.transfer': ({ scid, amount, note }) =>
      answerNull(() => node.cell.trusting().transfer(scid, amount, note)),
    'tokens.statement': ({ scid, before, limit }) => node.cell.trust().statement(scid, before, limit),
    'log.page': ({ cell, ...page }) => node.cell.shown.receipts(page, cell),
    'log.receipt': ({ hash, cell }) => node.cell.shown.receipt(hash, cell),
    'log.raw': ({ hash, cell }) => node.cell.shown.raw(hash, cell),
    'log.verify': () => node.care.verify((work) => node.cell.shown.verify(work)),
    'log.export': ({ cell }) => node.cell.shown.export(cell),
    'identity.document': () => node.cell.shown.document(),

    'messages.list': (page) => node.messages.list(page),
    'messages.send': ({ to, text, reply, attachment }) =>
      attachment === undefined
        ? node.messages.send(to, text, reply)
        : node.messages.sendFile(to, text, attachment, reply),
    'messages.cancel': ({ id, to }) => node.messages.cancel(id, to),
    'messages.tryNow': ({ id }) => node.messages.tryNow(id),
    'messages.sendAgain': ({ id }) => node.messages.sendAgain(id),
    'messages.delete': ({ id }) => node.messages.delete(id),
    'messages.deleteAll': ({ thread }) => ({ deleted: node.messages.deleteAll(thread) }),
    'messages.markRead': ({ thread }) => node.messages.markRead(thread),
    'messages.markUnread': ({ id }) => ({ marked: node.messages.markUnread(id) }),
    'messages.draft': ({ thread }) => ({
      ...node.messages.draft(thread),
      files: node.files.attached(thread),
    }),
    'messages.keepDraft': ({ thread, ...draft }) => node.messages.keepDraft(thread, draft),
    'messages.undelivered': (page) => node.messages.undelivered(page),
    'messages.carried': () => node.messages.carried(),
    'messages.tryWaiting': ({ ids }) => node.messages.tryWaiting(ids),
    'messages.cancelWaiting': ({ parts }) => node.messages.cancelWaiting(parts),

    'files.attach': ({ path, thread }) => node.files.attach(path, thread),
    'files.upload': (file) => node.files.upload(file),
    'files.piece': ({ id, at, data }) => node.files.piece(id, at, data),
    'files.detach': ({ id }) => node.files.detach(id),
    'files.fetch': ({ id }) => node.files.fetch(id),
    'files.cancel': ({ id, to }) => node.files.cancel(id, to),
    'files.facts': ({ id }) => node.files.facts(id),
    'files.save': ({ id, path, overwrite }) => node.files.save(id, path, overwrite),
    'files.read': ({ id, at, bytes }) => node.files.read(id, at, bytes),

    'search.find': (query) => node.search.find(query),

    'agent.cycle': (stimulus) => node.agent.cycle(stimulus, null),
    'agent.startRun': (plan) => answerNull(() => node.agent.run.start(plan)),
    'agent.stopRun': () => answerNull(() => node.agent.run.stop()),
    'agent.pauseRun': ({ paused }) => answerNull(() => node.agent.run.pause(paused)),
    'agent.stepRun': () => answerNull(() => node.agent.run.step()),
    'agent.resetRun': () => answerNull(() => node.agent.run.reset()),
    'agent.setAutonomy': ({ autonomy }) => node.agent.setAutonomy(autonomy),
    'agent.brake': ({ braked }) => node.agent.setBraked(braked),
    'agent.setPolicy': ({ policy }) => node.agent.choose('policy', policy),
    'agent.tryPolicy': ({ policy, days }) => node.mind.tryPolicy(policy, days),
    'agent.setBudget': ({ budget }) => node.agent.choose('budget', budget),
    'agent.setMapping': ({ mapping }) => node.agent.choose('mapping', mapping),
    'agent.episodes': (page) => node.agent.episodes(page),
    'agent.recall': (query) => node.mind.recall(query),
    'agent.why': (which) => node.mind.why(which),
    'agent.exportCycle': (which) => node.mind.exportCycle(which),
    'agent.checkCycle': ({ json, digest }) => node.mind.checkCycle(json, digest),
    'agent.exportState': () => ({ json: node.agent.exportState() }),
    'agent.importState': ({ json }) => node.agent.importState(json),
    'agent.acceptSuggestion': ({ id, ...wish }) => node.acceptSuggestion(id, wish),
    'agent.dismissSuggestion': ({ id }) => answerNull(() => node.agent.dismissSuggestion(id)),
  };
  return async ({ name, input }) => {
    try {
      const handler = handlers[name] as (value: unknown) => unknown;
      const value = (await handler(input)) ?? null;
      publisher.markAll();
      return { ok: true, value };
    } catch (thrown) {
      node.faults.met(thrown);
      const problem = storeError(thrown);
      node.events.log.tell('call.failed', { call: name, code: codeOf(problem ?? thrown) });
      if (problem) node.reportProblem(problem);
      return { ok: false, error: toFailure(problem ?? thrown) };
    }
  };
}

/** The same for whoever has not checked the call yet. */
export function createDispatch(node: GhostNode, publisher: StatePublisher): Dispatch {
  const answers = createAnswers(node, publisher);
  return async (name, input) => {
    const checked = checkCall(name, input);
    return checked.ok ? answers(checked.value) : checked;
  };
}
