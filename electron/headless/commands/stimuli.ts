import { GhostStackError } from '#shared/contract/errors.ts';
import { readStimuli } from '#shared/contract/stimulus-file.ts';
import { STIMULUS_FILE_MAX_BYTES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { plainNumber } from '#shared/words/format/decimal.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { numberOption } from '../number-option.ts';
import { readText } from '../read-text.ts';

const PER_SECOND = 4;

export const stimuli = command({
  name: 'stimuli',
  options: ['times', 'per-second'],
  notes: ['terminal.stimuli.note.file', 'terminal.stimuli.note.words'],
  words: [{ isFile: true, isOptional: true }],
  async run({ values, positionals }, output) {
    const [word] = positionals;
    return withReader(requiredHome(values.home), async (client) => {
      // It goes on for as long as the node does.
      if (!client.running) throw new GhostStackError('offline', says('error.headless.noNodeRuns'));
      if (word !== undefined && !(await control(client, word))) {
        const list = readStimuli(readText(word, STIMULUS_FILE_MAX_BYTES));
        const { times, 'per-second': rate } = values;
        await client.ask('agent.startRun', {
          stimuli: list,
          times: times === undefined ? 1 : Math.round(numberOption(times, '--times')),
          perSecond: rate === undefined ? PER_SECOND : numberOption(rate, '--per-second'),
        });
      }
      const { run } = (await client.ask('state.snapshot', {})).agent;
      const progress = run && { done: run.done, total: run.total, rate: plainNumber(run.perSecond) };
      print(output, run, [
        progress === null
          ? t('terminal.stimuli.none')
          : t(run?.paused ? 'terminal.stimuli.held' : 'terminal.stimuli.going', progress),
      ]);
      return 0;
    });
  },
});

/** False for what is no word of the command, but a file. */
async function control(client: NodeClient, word: string): Promise<boolean> {
  switch (word) {
    case 'hold':
    case 'go':
      await client.ask('agent.pauseRun', { paused: word === 'hold' });
      return true;
    case 'step':
      await client.ask('agent.stepRun', {});
      return true;
    case 'reset':
      await client.ask('agent.resetRun', {});
      return true;
    case 'stop':
      await client.ask('agent.stopRun', {});
      return true;
    default:
      return false;
  }
}
