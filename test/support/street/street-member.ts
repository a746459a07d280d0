/** A member with a real node in this process, and the dashboard that `ghoststack start --dashboard` serves of one. */
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import { DashboardServer } from '../../../electron/headless/dashboard-server.ts';
import { rendererRoot } from '../../../electron/headless/paths.ts';
import { createDispatch, type Dispatch, publisherFor } from '../../../electron/host/dispatch.ts';
import type { StatePublisher } from '../../../electron/host/state-publisher.ts';
import { LiveMember } from '../cell/live-member.ts';

interface Served {
  readonly dispatch: Dispatch;
  readonly publisher: StatePublisher;
  readonly dashboard: DashboardServer;
}

export class StreetMember extends LiveMember {
  /** The folder of the page that its dashboard serves. */
  page = rendererRoot();
  /** Longer than anybody needs to go offline and come back on a busy machine. */
  override awayAfterMs = 3_000;
  #served: Served | null = null;

  override async start(): Promise<void> {
    await super.start();
    const { node } = this;
    const publisher = publisherFor(node, (push) => dashboard.push(push));
    const dispatch = createDispatch(node, publisher);
    const pageOf = () => this.page;
    const dashboard = new DashboardServer({
      host: '127.0.0.1',
      port: 0,
      get root() {
        return pageOf();
      },
      call: dispatch,
      howToOpen: 'ghoststack dashboard',
    });
    await dashboard.start();
    node.onChange((change) => {
      if (change.slices) publisher.mark(...change.slices);
      if (change.message) publisher.message(change.message);
    });
    this.#served = { dispatch, publisher, dashboard };
  }

  override async stop(): Promise<void> {
    this.#served?.publisher.stop();
    await this.#served?.dashboard.stop();
    this.#served = null;
    await super.stop();
  }

  get isRunning(): boolean {
    return this.#served !== null;
  }

  /** What its dashboard would ask. */
  async ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const answer = await this.#running().dispatch(name, input);
    if (!answer.ok) throw new Error(`${this.name}, ${name}: ${answer.error.message}`);
    return answer.value as CallOutput<N>;
  }

  /** Lets one browser in, once. */
  link(): string {
    return this.#running().dashboard.oneTimeUrl();
  }

  #running(): Served {
    if (!this.#served) throw new RangeError(`${this.name}'s node is not started`);
    return this.#served;
  }
}
