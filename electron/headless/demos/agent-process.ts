/** The other side of ProcessCast: one agent, alone in its operating-system process. */
import { GhostStackError, toFailure } from '#shared/errors.ts';
import { GhostAgent } from '../../node/agent/ghost-agent.ts';
import { signJson } from '../../node/crypto/signed-json.ts';
import { SigningKey } from '../../node/crypto/signing-key.ts';
import { publicKeyFromDid, sealingPublicKeyFromDid } from '../../node/identity/did-key.ts';
import type { Directory, PeerIdentity } from '../../node/messaging/directory.ts';
import { identityOf } from '../../node/messaging/local-mesh.ts';
import { syncDeliver } from '../../node/messaging/sync-deliver.ts';
import { Libp2pDaemon } from '../../node/transport/libp2p-daemon.ts';
import {
  type AgentAnswer,
  type AgentCall,
  type AgentEvent,
  type AgentInput,
  type AgentOutput,
  AgentRequest,
  agentCalls,
} from './agent-process-protocol.ts';
import { watchSockets } from './open-sockets.ts';
import { randomFor } from './seeded-random.ts';

const CONNECT_DEADLINE_MS = 10_000;

type Handlers = { [C in AgentCall]: (input: AgentInput<C>) => Promise<AgentOutput<C>> };

/** Answers the process that started this one, until it says `close` or is gone. */
export function runAgentProcess(): void {
  const openSockets = watchSockets();
  let agent: NetworkAgent | null = null;
  const present = () => {
    if (agent === null)
      throw new GhostStackError('unavailable', 'This agent has not been told its name yet.');
    return agent;
  };
  const handlers: Handlers = {
    init: async (input) => {
      agent = new NetworkAgent(input);
      return { did: agent.self.did };
    },
    meet: async ({ name, did }) => present().meet(name, did),
    comeOnline: async () => ({ address: await present().comeOnline() }),
    enqueue: async ({ to, text }) => {
      present().agent.sendMessage(to, text);
      return null;
    },
    rows: async () => present().agent.queue.all(),
    sync: async ({ did, address }) => ({ delivered: await present().sync(did, address) }),
    think: async ({ type, intensity, novelty }) => present().agent.brain.step(type, intensity, novelty),
    sign: async ({ domain, value }) => ({ signature: signJson(present().key, domain, value) }),
    connections: async () => openSockets(),
    close: async () => {
      await agent?.close();
      return null;
    },
  };
  process.on('message', (message: unknown) => {
    void answer(message, handlers);
  });
  // The demo was ended: there is nobody to answer any more.
  process.on('disconnect', () => process.exit());
}

async function answer(message: unknown, handlers: Handlers): Promise<void> {
  const request = AgentRequest.safeParse(message);
  if (!request.success) return;
  const { id, call, input } = request.data;
  try {
    const handler = handlers[call] as (value: unknown) => Promise<unknown>;
    tell({ id, ok: true, value: await handler(agentCalls[call].input.parse(input)) });
  } catch (error) {
    tell({ id, ok: false, error: toFailure(error).message });
  }
  if (call === 'close') process.disconnect();
}

function tell(answer: AgentAnswer): void {
  if (process.connected) process.send?.(answer);
}

/** A GhostAgent on the network. */
class NetworkAgent {
  readonly key = SigningKey.generate();
  readonly self: PeerIdentity;
  readonly agent: GhostAgent;
  readonly #peers = new Map<string, PeerIdentity>();
  readonly #daemon: Libp2pDaemon;

  constructor({ name, dbPath, seed }: AgentInput<'init'>) {
    this.self = identityOf(name, this.key);
    const directory: Directory = {
      self: this.self,
      resolve: (nameOrDid) => this.#peers.get(nameOrDid) ?? null,
      peers: () => [...new Set(this.#peers.values())],
    };
    this.agent = new GhostAgent({
      agentId: name,
      dbPath,
      key: this.key,
      directory,
      random: randomFor(seed, name),
    });
    const observe = (event: AgentEvent) => tell({ event });
    this.agent.queue.subscribe(observe);
    this.agent.inbox.subscribe(observe);
    this.#daemon = new Libp2pDaemon({
      identity: this.key,
      directory,
      receive: (envelopes) => this.agent.inbox.receive(envelopes),
    });
  }

  meet(name: string, did: string): null {
    const peer: PeerIdentity = {
      did,
      alias: name,
      signingKey: publicKeyFromDid(did),
      sealingKey: sealingPublicKeyFromDid(did),
    };
    this.#peers.set(name, peer).set(did, peer);
    return null;
  }

  async comeOnline(): Promise<string> {
    await this.#daemon.start();
    const [address] = this.#daemon.addresses();
    if (address === undefined) throw new GhostStackError('unavailable', 'libp2p listens nowhere.');
    return address;
  }

  async sync(did: string, address: string | null): Promise<number> {
    await this.#daemon.start();
    if (address !== null) await this.#connect(did, address);
    const observe = (event: AgentEvent) => tell({ event });
    return syncDeliver(this.agent.queue, this.#daemon.peer(did), undefined, { observe });
  }

  /** Resolves when the peer has said hello. */
  #connect(did: string, address: string): Promise<void> {
    if (this.#daemon.peer(did).isOnline()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const stop = this.#daemon.subscribe((event) => {
        if (event.type !== 'connected' || event.did !== did) return;
        clearTimeout(timer);
        stop();
        resolve();
      });
      const timer = setTimeout(() => {
        stop();
        reject(new GhostStackError('offline', `Nobody answers at ${address}.`));
      }, CONNECT_DEADLINE_MS);
      this.#daemon.setPeer({ did, address });
    });
  }

  async close(): Promise<void> {
    await this.#daemon.stop();
    await this.agent.close();
  }
}
