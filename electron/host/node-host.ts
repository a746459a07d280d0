import { randomUUID } from 'node:crypto';
import { type CheckedCall, checkCall } from '#shared/contract/check-call.ts';
import type { TakenHome } from '#shared/contract/domain/home.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Problem, Push, Slices, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { type Failure, fail, ok, type Result, saidBy, thrownFailure } from '#shared/contract/errors.ts';
import { asWritten, type Saying, type SayingKey, says } from '#shared/protocol/saying.ts';
import { CRASH_LIMIT, Crashes, pauseAfter } from './crashes.ts';
import type { NodeConfig } from './node-config.ts';
import { type NodeThread, nodeThread } from './node-thread.ts';
import { OutsideDoctor } from './outside-doctor.ts';
import { tellRestart } from './tell-restart.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

export interface HostStatus {
  readonly state: 'starting' | 'running' | 'restarting' | 'failed' | 'stopped';
  /** Why it is in a state that nobody asked for. */
  readonly reason: Saying | null;
}

export interface NodeHostOptions {
  readonly workerUrl: URL;
  readonly config: NodeConfig;
  readonly deviceSecret?: Uint8Array | undefined;
  readonly passphrase?: string | undefined;
  /** How long to wait before each restart; for tests. */
  readonly restartAfterMs?: readonly number[];
  readonly onPush: (push: Push) => void;
  readonly onStatus: (status: HostStatus) => void;
}

/** What keeps a node from starting; with `home`, another process that holds it. */
type FailedStart = Failure & Pick<Problem, 'home'>;

const STOP_GRACE_MS = 8_000;

/**
 * Runs the node on a worker thread of its own, so that the window never waits for SQLite. An uncaught error ends
 * the worker, not the app: the host starts it again and says so.
 */
export class NodeHost {
  readonly #options: NodeHostOptions;
  /** Opens the key at each start, until it is locked. */
  #passphrase: string | undefined;
  #renewing = false;
  #worker: NodeThread | null = null;
  readonly #outside: OutsideDoctor;
  #calls = new Map<number, (result: Result<unknown>) => void>();
  #lastCall = 0;
  readonly #crashes = new Crashes();
  #stopping: Promise<void> | null = null;
  #status: HostStatus = { state: 'stopped', reason: null };
  #fallback = { instance: randomUUID() as string, version: 0 };
  #problem: Problem | null = null;
  /** The last worker ended by itself, without saying why. */
  #crashed = false;

  constructor(options: NodeHostOptions) {
    this.#options = options;
    this.#outside = new OutsideDoctor(options.config.home);
    this.#passphrase = options.passphrase;
  }

  /** What keeps the node from starting. */
  get problem(): Problem | null {
    return this.#problem;
  }

  get status(): HostStatus {
    return this.#status;
  }

  /** Resolves once the node has started, or rejects with what kept it from starting. */
  async start(): Promise<void> {
    this.#stopping = null;
    this.#report({ state: 'starting', reason: null });
    const failure = await this.#spawn();
    if (failure) {
      this.#giveUp(failure);
      throw thrownFailure(failure);
    }
  }

  /** Stops the node, and ends the worker if it has not stopped by itself within 8 s. */
  async stop(): Promise<void> {
    this.#renewing = false;
    this.#stopping ??= this.#stopWorker();
    return this.#stopping;
  }

  /** Checks name, size and schema, asks the worker, and answers with its result. Never rejects. */
  async call(name: unknown, input: unknown): Promise<Result<unknown>> {
    const checked = checkCall(name, input);
    if (!checked.ok) return checked;
    if (checked.value.name === 'key.lock') return this.#lock();
    if (checked.value.name === 'home.takeOver') return this.#takeOver();
    const answer = await this.#ask(checked.value);
    return checked.value.name === 'care.restore' ? this.#restored(checked.value, answer) : answer;
  }

  #ask(call: CheckedCall): Promise<Result<unknown>> {
    const worker = this.#worker;
    if (!worker || this.#status.state !== 'running') {
      if (call.name === 'state.snapshot') return Promise.resolve(ok(this.#fallbackSnapshot()));
      const looked = this.#status.state === 'failed' ? this.#outside.answer(call) : null;
      return looked ?? Promise.resolve(fail('unavailable', this.#reason('error.host.nodeStarting')));
    }
    this.#lastCall += 1;
    const id = this.#lastCall;
    return new Promise((resolve) => {
      this.#calls.set(id, resolve);
      this.#post(worker, { kind: 'call', id, call });
    });
  }

  #reason(otherwise: SayingKey): Saying {
    return this.#status.reason ?? says(otherwise);
  }

  /** Once more, now that the other process has ended; the worker that has watched it ends first. */
  async #takeOver(): Promise<Result<null>> {
    if (!this.#problem?.home || this.#stopping) {
      return fail('conflict', says('error.host.nodeHomeNotTaken'));
    }
    this.#problem = null;
    this.#report({ state: 'starting', reason: null });
    this.#pushFallback({ phase: 'starting', problem: null });
    await this.#worker?.terminate();
    return this.start().then(
      () => ok(null),
      () => fail('unavailable', this.#reason('error.host.notStarted')),
    );
  }

  /** A worker that is started anew, without the passphrase, has nothing of the key in its memory. */
  async #lock(): Promise<Result<null>> {
    const answer = await this.call('state.snapshot', { stateHash: false });
    const me = answer.ok ? (answer.value as Snapshot).me : null;
    if (me?.keyProtection !== 'passphrase' || this.#stopping) {
      return fail('conflict', says('error.host.keyNotToLock'));
    }
    return this.#startAnew(undefined);
  }

  /** What was laid beside its place in an empty home is moved there when the home is opened again. */
  async #restored(call: CheckedCall, answer: Result<unknown>): Promise<Result<unknown>> {
    if (!answer.ok || this.#stopping) return answer;
    const { passphrase } = call.input as { passphrase: string };
    const started = await this.#startAnew(
      (answer.value as { opened: boolean }).opened ? passphrase : undefined,
    );
    return started.ok ? answer : started;
  }

  async #startAnew(passphrase: string | undefined): Promise<Result<null>> {
    this.#passphrase = passphrase;
    this.#renewing = true;
    this.#stopping = this.#stopWorker();
    this.#pushFallback({ phase: 'starting' });
    await this.#stopping;
    // Whoever runs the node may have stopped it for good meanwhile.
    if (!this.#renewing) return fail('unavailable', says('error.host.nodeStopped'));
    this.#renewing = false;
    return this.start().then(
      () => ok(null),
      () => fail('unavailable', this.#reason('error.host.notStartedAgain')),
    );
  }

  #post(worker: NodeThread, message: ToWorker): void {
    worker.postMessage(message);
  }

  #spawn(): Promise<FailedStart | null> {
    const { workerUrl, config, deviceSecret } = this.#options;
    const worker = nodeThread(workerUrl);
    this.#worker = worker;
    return new Promise((resolve) => {
      let [crash, why]: [unknown, Saying | null] = [null, null];
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'started') {
          this.#problem = null;
          this.#report({ state: 'running', reason: null });
          resolve(null);
        } else if (message.kind === 'failed') {
          this.#crashed = false;
          resolve(message.home ? { ...message.error, home: message.home } : message.error);
        } else if (message.kind === 'home') {
          this.#look(message.home);
        } else if (message.kind === 'result') {
          this.#calls.get(message.id)?.(message.result);
          this.#calls.delete(message.id);
        } else if (message.kind === 'push') {
          this.#options.onPush(message.push);
        } else if (message.kind === 'damaged') {
          why = says('error.host.databaseDamaged');
        } else if (message.kind === 'stopped') {
          // All is written and closed. A timer that libp2p leaves behind would hold the thread for a second more.
          void worker.terminate();
        }
      });
      worker.on('error', (error) => {
        crash = error;
      });
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = null;
        this.#crashed = true;
        const found = crash instanceof Error ? asWritten(crash.message) : says('error.host.nodeEnded');
        const reason = why ?? found;
        this.#abandonCalls(reason);
        resolve(fail('internal', reason).error);
        if (!this.#stopping && this.#status.state === 'running') void this.#restart(reason, crash);
      });
      this.#post(worker, {
        kind: 'start',
        config,
        deviceSecret: deviceSecret ?? null,
        passphrase: this.#passphrase ?? null,
      });
    });
  }

  async #restart(reason: Saying, crash: unknown = null): Promise<void> {
    const times = this.#crashes.note();
    if (times > CRASH_LIMIT) {
      this.#giveUp(fail('internal', says('error.host.nodeGivenUp', { times, reason })).error);
      return;
    }
    tellRestart(this.#options.config.home, times, crash);
    this.#report({
      state: 'restarting',
      reason: says('error.host.nodeRestarts', { reason, times, limit: CRASH_LIMIT }),
    });
    this.#pushFallback({ phase: 'starting' });
    await pauseAfter(times, this.#options.restartAfterMs);
    if (this.#stopping) return;
    const failure = await this.#spawn();
    if (!failure || this.#stopping) return;
    // One that ends while it starts is tried again like one that ends later; one that says why is not.
    if (this.#crashed) void this.#restart(saidBy(failure));
    else this.#giveUp(failure);
  }

  #giveUp(failure: FailedStart): void {
    this.#problem = failure;
    // The worker goes on watching a home that another process holds.
    if (!failure.home) void this.#worker?.terminate();
    this.#report({ state: 'failed', reason: saidBy(failure) });
    this.#pushFallback({ phase: 'failed', problem: failure });
  }

  #look(home: TakenHome): void {
    if (!this.#problem?.home) return;
    this.#problem = { ...this.#problem, home };
    this.#pushFallback({ problem: this.#problem });
  }

  /** All that is shown of a node that does not run. */
  pushAgain(): void {
    this.#pushFallback({ phase: this.#fallbackSlices().phase, problem: this.#problem });
  }

  async #stopWorker(): Promise<void> {
    const worker = this.#worker;
    if (worker) {
      const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      this.#post(worker, { kind: 'stop' });
      const grace = setTimeout(() => void worker.terminate(), STOP_GRACE_MS);
      await exited;
      clearTimeout(grace);
    }
    this.#report({ state: 'stopped', reason: says('error.host.nodeStopped') });
  }

  #abandonCalls(reason: Saying): void {
    for (const resolve of this.#calls.values()) {
      resolve(fail('unavailable', says('error.host.stoppedBeforeAnswer', { reason })));
    }
    this.#calls.clear();
  }

  #report(status: HostStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
  }

  #fallbackSlices(): Slices {
    const failed = this.#status.state === 'failed';
    return { ...INITIAL_SLICES, phase: failed ? 'failed' : 'starting', problem: this.#problem };
  }

  #fallbackSnapshot(): Snapshot {
    return { ...this.#fallbackSlices(), ...this.#fallback, atMs: Date.now() };
  }

  #pushFallback(changes: Push['changes']): void {
    this.#fallback.version += 1;
    this.#options.onPush({ ...this.#fallback, atMs: Date.now(), changes });
  }
}
