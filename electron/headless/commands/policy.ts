import { LifeMapping } from '#shared/contract/domain/agent.ts';
import type { PolicySpec } from '#shared/contract/domain/policy.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { readJsonText } from '#shared/contract/json-text.ts';
import { readPolicyScript, writePolicyScript } from '#shared/contract/policy-file.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { POLICY_TEXT_MAX } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { plainNumber } from '#shared/words/format/decimal.ts';
import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { numberOption } from '../number-option.ts';
import { readText } from '../read-text.ts';
import { UsageError } from '../usage-error.ts';

const DAYS = 7;

export const policy = command({
  name: 'policy',
  options: ['last', 'use'],
  notes: ['terminal.policy.note.file', 'terminal.policy.note.use'],
  words: [{ isFile: true, isOptional: true }],
  async run({ values, positionals }, output) {
    const home = requiredHome(values.home);
    const [named] = positionals;
    if (named === undefined) {
      if (values.use || values.last !== undefined) throw new UsageError(says('error.headless.wordMissing'));
      return withReader(home, async (client) => {
        const { policy: now } = (await client.ask('state.snapshot', {})).agent;
        const script = now.name === 'script' ? writePolicyScript(now.script).trimEnd().split('\n') : [];
        print(output, now, [t('terminal.agent.policy', { name: t(`agent.policy.${now.name}`) }), ...script]);
        return 0;
      });
    }
    const spec = specOf(named);
    const days = values.last === undefined ? DAYS : Math.round(numberOption(values.last, '--last'));
    return withNode(home, { unlock: false }, async (client) => {
      const found = await client.ask('agent.tryPolicy', { policy: spec, days });
      if (values.use) await client.ask('agent.setPolicy', { policy: spec });
      const { of, times, otherwise } = found;
      print(output, { ...found, used: values.use }, [
        t('terminal.policy.tried', { days, of, ...times }),
        t('terminal.policy.otherwise', { n: otherwise.length }),
        t(values.use ? 'terminal.policy.used' : 'terminal.policy.notUsed'),
      ]);
      return 0;
    });
  },
});

function specOf(named: string): PolicySpec {
  if (named === 'softmax' || named === 'cautious') return { name: named, version: 1 };
  return readPolicyScript(readText(named, POLICY_TEXT_MAX));
}

export const mapping = command({
  name: 'mapping',
  options: [],
  notes: ['terminal.mapping.note'],
  words: [{ isFile: true, isOptional: true }],
  async run({ values, positionals }, output) {
    const [named] = positionals;
    const wanted = named === undefined ? undefined : named === 'defaults' ? null : mappingOf(named);
    return withNode(requiredHome(values.home), { unlock: false }, async (client) => {
      const { mapping: now } =
        wanted === undefined
          ? (await client.ask('state.snapshot', {})).agent
          : await client.ask('agent.setMapping', { mapping: wanted });
      const lines = Object.entries(now).map(([kind, { type, intensity, novelty }]) =>
        t('terminal.mapping.line', {
          kind,
          type,
          intensity: plainNumber(intensity),
          novelty: plainNumber(novelty),
        }),
      );
      print(output, now, lines);
      return 0;
    });
  },
});

function mappingOf(file: string): LifeMapping {
  const wrong = (why: ReturnType<typeof says>) =>
    new GhostStackError('malformed', says('error.agent.notMapping', { why }));
  const read = LifeMapping.safeParse(readJsonText(readText(file, POLICY_TEXT_MAX), wrong));
  if (!read.success) throw wrong(issueSays(read.error.issues));
  return read.data;
}
