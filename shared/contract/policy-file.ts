import { issueSays } from '../protocol/issue-saying.ts';
import { POLICY_TEXT_MAX } from '../protocol/limits.ts';
import { says } from '../protocol/saying.ts';
import { PolicyScript, type PolicySpec } from './domain/policy.ts';
import { GhostStackError } from './errors.ts';
import { readJsonText } from './json-text.ts';

/** A script as its operator wrote it. Throws `malformed` with the place that is wrong (docs/agent.md). */
export function readPolicyScript(text: string): PolicySpec {
  if (text.length > POLICY_TEXT_MAX)
    throw new GhostStackError('too-large', says('error.agent.scriptTooLong', { max: POLICY_TEXT_MAX }));
  const value = readJsonText(
    text,
    (why) => new GhostStackError('malformed', says('error.agent.notScript', { why })),
  );
  const script = PolicyScript.safeParse(value);
  if (!script.success)
    throw new GhostStackError(
      'malformed',
      says('error.agent.notScript', { why: issueSays(script.error.issues) }),
    );
  return { name: 'script', version: 1, script: script.data };
}

/** As it is shown for editing. */
export function writePolicyScript(script: PolicyScript): string {
  const rules = script.rules.map((rule) => `    ${JSON.stringify(rule)}`).join(',\n');
  const list = rules === '' ? '[]' : `[\n${rules}\n  ]`;
  return `{\n  "rules": ${list},\n  "otherwise": ${JSON.stringify(script.otherwise)}\n}\n`;
}

/** What an operator begins with. */
export const SAMPLE_SCRIPT: PolicyScript = {
  rules: [
    // biome-ignore lint/suspicious/noThenProperty: so is it called in the files that operators write.
    { when: { lived: ['peer-away'], time: { from: 480, to: 1200 } }, then: 'signal' },
    // biome-ignore lint/suspicious/noThenProperty: as above.
    { when: { lived: ['vote-called'] }, then: 'explore' },
  ],
  otherwise: 'wait',
};
