/** The other side of ProcessCast: a whole node, alone in its operating-system process. */
import { GhostStackError, type Result, toFailure } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { createDispatch, type Dispatch, publisherFor } from '../../host/dispatch.ts';
import type { StatePublisher } from '../../host/state-publisher.ts';
import { NEWBORN } from '../../node/cognition/brain-simulation.ts';
import { formatStateFile } from '../../node/cognition/state-file.ts';
import { readOrCreateKeyFile } from '../../node/identity/key-file.ts';
import { createKeyStore, type KeyProtection } from '../../node/identity/key-store.ts';
import { createNode } from '../../node/root/create-node.ts';
import { openHome } from '../../node/root/home.ts';
import type { GhostNode } from '../../node/root/node.ts';
import {
  type AgentAnswer,
  type AgentInput,
  type AgentOutput,
  type AgentRequest,
  type DirectionName,
  directions,
} from './agent-process-calls.ts';
import { watchSockets } from './open-sockets.ts';
import { randomFor } from './seeded-random.ts';

const LISTEN = ['/ip4/127.0.0.1/tcp/0'];

/** Answers the process that started this one, until it says `demo.stop` or is gone. */
export function runAgentProcess(): void {
  const agent = new AgentProcess();
  process.on('message', (request: AgentRequest) => {
    void agent.answer(request).then((result) => {
      tell({ id: request.id, result });
      if (request.name === 'demo.stop') process.disconnect();
    });
  });
  // The demo was ended: there is nobody to answer any more.
  process.on('disconnect', () => process.exit());
}

function tell(answer: AgentAnswer): void {
  if (process.connected) process.send?.(answer);
}

type Directed = { [D in DirectionName]: (input: AgentInput<D>) => Promise<AgentOutput<D>> };

interface Running {
  readonly node: GhostNode;
  readonly publisher: StatePublisher;
  readonly dispatch: Dispatch;
  /** Numbers for the agent's choices, from the first. */
  readonly drawAnew: () => void;
}

class AgentProcess {
  readonly #openSockets = watchSockets();
  #running: Running | null = null;

  readonly #directed: Directed = {
    'demo.start': async (input) => {
      this.#running = await startNode(input);
      return null;
    },
    'demo.awake': async () => {
      const { node, drawAnew } = this.#require();
      node.agent.importState(formatStateFile({ state: NEWBORN, episodes: [] }));
      drawAnew();
      return null;
    },
    'demo.connections': async () => this.#openSockets(),
    'demo.stop': async () => {
      this.#running?.publisher.stop();
      await this.#running?.node.stop();
      return null;
    },
  };

  async answer({ name, input }: AgentRequest): Promise<Result<unknown>> {
    try {
      if (!isDirection(name)) return await this.#require().dispatch(name, input);
      const direct = this.#directed[name] as (value: unknown) => Promise<unknown>;
      return { ok: true, value: await direct(directions[name].input.parse(input)) };
    } catch (thrown) {
      return { ok: false, error: toFailure(thrown) };
    }
  }

  #require(): Running {
    if (this.#running) return this.#running;
    throw new GhostStackError('unavailable', asWritten('This node has not been started yet.'));
  }
}

async function startNode({ name, home: folder, keyFile, seed }: AgentInput<'demo.start'>): Promise<Running> {
  const home = openHome(folder);
  const protection: KeyProtection = {
    kind: 'secret',
    secret: readOrCreateKeyFile(keyFile),
    origin: 'key-file',
  };
  await createKeyStore(home.keyPath, { name }, protection);
  let random = randomFor(seed, name);
  const node = await createNode({
    home,
    listen: LISTEN,
    network: true,
    discovery: [],
    acceptJoins: true,
    protection,
    deviceSecret: null,
    random: () => random(),
  });
  const publisher = publisherFor(node, () => tell({ id: null }));
  node.onChange(({ slices = [], message }) => {
    publisher.mark(...slices);
    if (message) publisher.message(message);
  });
  const drawAnew = () => {
    random = randomFor(seed, name);
  };
  return { node, publisher, dispatch: createDispatch(node, publisher), drawAnew };
}

function isDirection(name: string): name is DirectionName {
  return Object.hasOwn(directions, name);
}
