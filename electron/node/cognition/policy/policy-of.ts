import type { PolicySpec } from '#shared/contract/domain/policy.ts';
import { CAUTIOUS } from './cautious.ts';
import type { Policy } from './policy.ts';
import { scripted } from './script.ts';
import { SOFTMAX } from './softmax.ts';

/** The policy that a description says. */
export function policyOf(spec: PolicySpec): Policy {
  switch (spec.name) {
    case 'softmax':
      return SOFTMAX;
    case 'cautious':
      return CAUTIOUS;
    case 'script':
      return scripted(spec.script);
  }
}
