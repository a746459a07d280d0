/** A cell of three real nodes within this process, over loopback alone: one is the operator's, two act by themselves. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkCall } from '#shared/contract/check-call.ts';
import type { CallName } from '#shared/contract/contract.ts';
import type { Demo, DemoStep } from '#shared/contract/domain/demo.ts';
import type { Settings } from '#shared/contract/domain/settings.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { makeDemoFolder, removeDemoFolder } from './demo-folder.ts';
import { DemoNode } from './demo-node.ts';
import { type Act, DEMO_NAMES, demoView, dueActs, type Sight, type Who } from './demo-story.ts';

export interface DemoCellOptions {
  readonly workerUrl: URL;
  /** Language and theme as they are spoken and shown now. */
  readonly settings: Partial<Settings>;
  readonly onPush: (push: Push) => void;
  /** The operator has seen enough. */
  readonly onEnd: () => void;
}

/** Everything that leads out of this computer, or to another home, or leaves something behind. */
const NOT_HERE: ReadonlySet<CallName> = new Set([
  'home.attach',
  'home.takeOver',
  'setup.create',
  'key.lock',
  'key.changePassphrase',
  'key.setPassphrase',
  'peers.add',
  'peers.update',
  'peers.remove',
  'cell.found',
  'cell.invite',
  'cell.join',
  'care.backup',
  'care.restore',
  'care.plan',
  'demo.start',
]);

const WHO = ['you', 'bob', 'carol'] as const;
/** What was refused is tried again; its reason may be a connection that is not there yet. */
const AGAIN_MS = 500;

export class DemoCell {
  readonly #options: DemoCellOptions;
  readonly #folder: string;
  readonly #nodes: Readonly<Record<Who, DemoNode>>;
  #step: DemoStep = 'message';
  readonly #busy = new Set<Who>();
  #again: NodeJS.Timeout | null = null;
  #stopping: Promise<void> | null = null;
  /** Pushes of the guide and of the node go to the window in one row of numbers. */
  #version = 0;
  #instance: string | null = null;
  #told = '';

  constructor(options: DemoCellOptions) {
    this.#options = options;
    this.#folder = makeDemoFolder();
    // Outside of the homes, as everywhere, and gone with them.
    mkdirSync(join(this.#folder, 'state'), { mode: 0o700 });
    const [you, bob, carol] = WHO.map((who) => this.#node(who)) as [DemoNode, DemoNode, DemoNode];
    this.#nodes = { you, bob, carol };
  }

  /** Of the operator's node. */
  get home(): string {
    return join(this.#folder, 'you');
  }

  /** Resolves when the three nodes run; rejects with what keeps one of them from it. */
  async start(): Promise<void> {
    await Promise.all(Object.values(this.#nodes).map((node) => node.start()));
    await this.#nodes.you.call('settings.update', this.#options.settings);
  }

  /** Ends the nodes, and removes all that they wrote. */
  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  /** What the operator's window asks. Never rejects. */
  async call(name: unknown, input: unknown): Promise<Result<unknown>> {
    const checked = checkCall(name, input);
    if (!checked.ok) return checked;
    const asked = checked.value;
    if (NOT_HERE.has(asked.name)) return fail('unsupported', says('error.host.notInDemo'));
    if (asked.name === 'demo.goTo') {
      this.#step = (asked.input as { step: DemoStep }).step;
      this.#look();
      return ok(null);
    }
    if (asked.name === 'demo.end') {
      setImmediate(this.#options.onEnd);
      return ok(null);
    }
    const answer = await this.#nodes.you.call(asked.name, input);
    if (asked.name !== 'state.snapshot' || !answer.ok) return answer;
    const snapshot = answer.value as Snapshot;
    this.#instance = snapshot.instance;
    return ok({ ...snapshot, version: this.#version, demo: this.#view() });
  }

  #node(who: Who): DemoNode {
    return new DemoNode({
      workerUrl: this.#options.workerUrl,
      config: {
        home: join(this.#folder, who),
        program: 'window',
        newcomer: DEMO_NAMES[who],
        keyFile: join(this.#folder, `${who}.key`),
        stateFolder: join(this.#folder, 'state'),
        listen: ['/ip4/127.0.0.1/tcp/0'],
        discovery: [],
        acceptJoins: true,
      },
      onPush: (push) => {
        if (who === 'you') this.#forward(push);
      },
      changed: () => this.#look(),
    });
  }

  #forward(push: Push): void {
    this.#instance = push.instance;
    this.#version += 1;
    this.#options.onPush({ ...push, version: this.#version });
  }

  #sight(): Sight {
    const { you, bob, carol } = this.#nodes;
    return { step: this.#step, nodes: { you: you.said, bob: bob.said, carol: carol.said } };
  }

  #view(): Demo {
    const trouble = Object.values(this.#nodes).find((node) => node.trouble !== null)?.trouble ?? null;
    return { ...demoView(this.#sight()), trouble };
  }

  #look(): void {
    if (this.#stopping) return;
    this.#tell();
    const lines = {
      bobAnswers: t('demo.bob.answers'),
      carolAnswers: t('demo.carol.answers'),
      title: t('demo.carol.title'),
      text: t('demo.carol.text'),
    };
    for (const due of dueActs(this.#sight(), lines)) {
      if (!this.#busy.has(due.who)) void this.#do(due);
    }
  }

  /** One act of a node at a time, and none before it has said what came of the last one. */
  async #do({ who, name, input }: Act): Promise<void> {
    this.#busy.add(who);
    const answer = await this.#nodes[who].call(name, input);
    if (answer.ok) await this.#nodes[who].look();
    this.#busy.delete(who);
    if (answer.ok) this.#look();
    else this.#lookAgain();
  }

  #lookAgain(): void {
    this.#again ??= setTimeout(() => {
      this.#again = null;
      this.#look();
    }, AGAIN_MS);
  }

  #tell(): void {
    const demo = this.#view();
    const text = JSON.stringify(demo);
    if (text === this.#told || this.#instance === null) return;
    this.#told = text;
    this.#version += 1;
    const { onPush } = this.#options;
    onPush({ instance: this.#instance, version: this.#version, atMs: Date.now(), changes: { demo } });
  }

  async #end(): Promise<void> {
    if (this.#again) clearTimeout(this.#again);
    await Promise.all(Object.values(this.#nodes).map((node) => node.stop()));
    removeDemoFolder(this.#folder);
  }
}
