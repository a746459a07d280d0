import { applyPush, saysNews } from '#shared/contract/apply-push.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { Result } from '#shared/contract/errors.ts';

export interface NodeViewOptions {
  /** Asks the node for everything. */
  readonly snapshot: () => Promise<Result<unknown>>;
  readonly onChange: (node: Snapshot) => void;
}

/** What the shell knows of the node without a window: all that tray, badge and closing depend on. */
export class NodeView {
  readonly #options: NodeViewOptions;
  #node: Snapshot | null = null;
  #asking = false;
  /** What came while everything was asked for. */
  #since: Push[] = [];

  constructor(options: NodeViewOptions) {
    this.#options = options;
  }

  /** Null before the node has said anything. */
  get node(): Snapshot | null {
    return this.#node;
  }

  heard(push: Push): void {
    if (this.#asking) {
      this.#since.push(push);
      return;
    }
    const applied = this.#node ? applyPush(this.#node, push) : { kind: 'gap' as const };
    if (applied.kind === 'gap') void this.#askAll();
    else if (applied.kind === 'applied') this.#take(applied.snapshot, saysNews(push));
  }

  async #askAll(): Promise<void> {
    this.#asking = true;
    this.#since = [];
    const answer = await this.#options.snapshot();
    this.#asking = false;
    if (answer.ok) this.#take(answer.value as Snapshot, true);
    const since = this.#since;
    this.#since = [];
    // A node that is not the one that answered asks once more, by the first push that does not fit.
    for (const push of since) this.heard(push);
  }

  #take(node: Snapshot, isNews: boolean): void {
    this.#node = node;
    if (isNews) this.#options.onChange(node);
  }
}
