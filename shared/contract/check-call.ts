import { issueSays } from '../protocol/issue-saying.ts';
import { says } from '../protocol/saying.ts';
import { CALL_MAX_BYTES, type CallName, type CallParsed, contract, isCallName } from './contract.ts';
import { fail, type Result } from './errors.ts';

export interface CheckedCall<N extends CallName = CallName> {
  readonly name: N;
  readonly input: CallParsed<N>;
}

/**
 * Size, name and schema of a call, in that order, whatever carried it. The message of a refusal names the call
 * and the first field that is wrong.
 */
export function checkCall(name: unknown, input: unknown): Result<CheckedCall> {
  if (!isCallName(name)) {
    const shown = typeof name === 'string' ? name.slice(0, 60) : typeof name;
    return fail('invalid-argument', says('error.call.unknown', { shown }));
  }
  let size: number;
  try {
    size = JSON.stringify(input ?? null).length;
  } catch {
    return fail('invalid-argument', says('error.call.inputNotJson', { name }));
  }
  if (size > CALL_MAX_BYTES) {
    return fail('too-large', says('error.call.inputTooLarge', { name, size, limit: CALL_MAX_BYTES }));
  }
  const parsed = contract.calls[name].input.safeParse(input);
  if (!parsed.success) {
    return fail(
      'invalid-argument',
      says('error.call.inputWrong', { name, issue: issueSays(parsed.error.issues, 'input') }),
    );
  }
  return { ok: true, value: { name, input: parsed.data } };
}
