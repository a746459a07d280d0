import { checkCall } from '#shared/contract/check-call.ts';
import type { CallName } from '#shared/contract/contract.ts';
import type { Background } from '#shared/contract/domain/background.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import type { StartAtLogin } from '../lifecycle/start-at-login.ts';

export interface BackgroundCalls {
  readonly atLogin: StartAtLogin;
  readonly hasTray: () => boolean;
  /** Everything else. */
  readonly call: (name: CallName, input: unknown) => Promise<Result<unknown>>;
}

/** Answers what concerns this computer and not the node; the rest goes on to it. */
export async function answerBackground(
  { atLogin, hasTray, call }: BackgroundCalls,
  name: CallName,
  input: unknown,
): Promise<Result<unknown>> {
  if (name !== 'window.background' && name !== 'window.startAtLogin') return call(name, input);
  const checked = checkCall(name, input);
  if (!checked.ok) return checked;
  try {
    if (checked.value.name === 'window.startAtLogin') {
      atLogin.set((checked.value.input as { readonly on: boolean }).on);
    }
    return ok({ ...atLogin.read(), hasTray: hasTray() } satisfies Background);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('unavailable', says('error.host.loginEntry', { reason: asWritten(reason) }));
  }
}
