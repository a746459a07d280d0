import type { Result } from '#shared/contract/errors.ts';
import { toFailure } from '#shared/contract/errors.ts';
import type { WindowHost } from '../host/window-host.ts';

/** The host of the operator's own node, made and started when it is first asked for: a demo leaves its home alone. */
export class OwnHost {
  readonly #make: () => Promise<WindowHost>;
  #made: Promise<WindowHost> | null = null;

  constructor(make: () => Promise<WindowHost>) {
    this.#make = make;
  }

  /** Nothing to do the second time. */
  begin(): void {
    void this.#begun();
  }

  async call(name: unknown, input: unknown): Promise<Result<unknown>> {
    return (await this.#begun()).call(name, input);
  }

  async stop(): Promise<void> {
    await (await this.#made)?.stop();
  }

  #begun(): Promise<WindowHost> {
    this.#made ??= this.#make().then((host) => {
      void host.start().catch((error: unknown) => {
        process.stderr.write(`ghoststack: the node did not start: ${toFailure(error).message}\n`);
      });
      return host;
    });
    return this.#made;
  }
}
