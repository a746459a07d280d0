/** Calls of the page's own bridge, from a test. */
import type { Page } from 'playwright';
import type { Bridge } from '#shared/contract/client.ts';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { Result } from '#shared/contract/errors.ts';

export async function callBridge<N extends CallName>(
  page: Page,
  name: N,
  input: CallInput<N>,
): Promise<Result<CallOutput<N>>> {
  const result = await page.evaluate(
    ([callName, callInput]) =>
      (globalThis as unknown as { ghoststack: Bridge }).ghoststack.call(callName as string, callInput),
    [name, input] as const,
  );
  return result as Result<CallOutput<N>>;
}

export async function snapshot(page: Page): Promise<Snapshot> {
  const result = await callBridge(page, 'state.snapshot', {});
  if (!result.ok) throw new Error(`state.snapshot: ${result.error.message}`);
  return result.value;
}
