import type { Client, ConnectionState } from '#shared/contract/client.ts';
import { isFailure } from '#shared/contract/client.ts';
import { type CallName, type CallOutput, contract } from '#shared/contract/contract.ts';
import { Push } from '#shared/contract/domain/snapshot.ts';
import { fail, type Result } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';

/** What carries calls: untyped both ways, so that everything that comes back is checked in one place. */
export interface Carrier {
  call(name: string, input: unknown): Promise<unknown>;
  onPush(listener: (push: unknown) => void): () => void;
  onConnection(listener: (state: ConnectionState) => void): () => void;
}

function readResult<N extends CallName>(name: N, answer: unknown): Result<CallOutput<N>> {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) {
    return fail('internal', says('error.host.answerNotUnderstood', { name }));
  }
  if (answer.ok === false) {
    const error = 'error' in answer ? answer.error : null;
    return isFailure(error)
      ? { ok: false, error }
      : fail('internal', says('error.host.failedWithoutReason', { name }));
  }
  const parsed = contract.calls[name].output.safeParse('value' in answer ? answer.value : undefined);
  if (!parsed.success) return fail('internal', says('error.host.answerNotUnderstood', { name }));
  return { ok: true, value: parsed.data as CallOutput<N> };
}

/** A client whose answers and pushes have passed their schemas. A push that has not is a gap: it is dropped. */
export function checkedClient(carrier: Carrier): Client {
  return {
    async call(name, input) {
      try {
        return readResult(name, await carrier.call(name, input));
      } catch (error) {
        return fail(
          'unavailable',
          error instanceof Error ? asWritten(error.message) : says('error.host.notAnswered', { name }),
        );
      }
    },
    onPush(listener) {
      return carrier.onPush((value) => {
        const parsed = Push.safeParse(value);
        if (parsed.success) listener(parsed.data);
      });
    },
    onConnection: (listener) => carrier.onConnection(listener),
  };
}
