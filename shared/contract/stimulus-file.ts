/** A list of stimuli as a file: JSON, or CSV with a line for each. */
import { z } from 'zod';
import { issueSays } from '../protocol/issue-saying.ts';
import { STIMULI_MAX } from '../protocol/limits.ts';
import { type Saying, says } from '../protocol/saying.ts';
import { Stimulus } from './domain/agent.ts';
import { GhostStackError } from './errors.ts';
import { readJsonText } from './json-text.ts';

const Strict = z.strictObject(Stimulus.shape);
const COLUMNS = ['type', 'intensity', 'novelty'] as const;

/**
 * The stimuli of a file, in its order. JSON is a list of `{ "type": "visual", "intensity": 0.8, "novelty": 0.9 }`; CSV
 * has these columns in this order, with or without a first line that names them, and lines that begin with # are left
 * out. Throws `malformed` with the line, or the place in the list, that is wrong.
 */
export function readStimuli(text: string): Stimulus[] {
  const stimuli = text.trimStart().startsWith('[') ? fromJson(text) : fromCsv(text);
  if (stimuli.length === 0) throw malformed(says('error.agent.stimuliNone'));
  if (stimuli.length > STIMULI_MAX)
    throw malformed(says('error.agent.stimuliTooMany', { n: stimuli.length, max: STIMULI_MAX }));
  return stimuli;
}

function fromJson(text: string): Stimulus[] {
  const list = readJsonText(text, (why) => malformed(says('error.agent.notStimuli', { why })));
  return (Array.isArray(list) ? list : [list]).map((one, index) =>
    checked(one, (why) => says('error.agent.stimulusAt', { n: index + 1, why })),
  );
}

function fromCsv(text: string): Stimulus[] {
  const stimuli: Stimulus[] = [];
  for (const [index, whole] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = whole.trim();
    if (line === '' || line.startsWith('#')) continue;
    const at = (why: Saying) => says('error.agent.stimulusLine', { n: index + 1, why });
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (stimuli.length === 0 && COLUMNS.every((name, place) => cells[place]?.toLowerCase() === name))
      continue;
    if (cells.length !== COLUMNS.length)
      throw malformed(at(says('error.agent.stimulusCells', { n: cells.length })));
    const [type, intensity, novelty] = cells;
    stimuli.push(checked({ type, intensity: numberOf(intensity), novelty: numberOf(novelty) }, at));
  }
  return stimuli;
}

/** What is no number is left for the schema to name. */
function numberOf(cell: string | undefined): unknown {
  return cell !== undefined && /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(cell) ? Number(cell) : cell;
}

function checked(value: unknown, at: (why: Saying) => Saying): Stimulus {
  const parsed = Strict.safeParse(value);
  if (!parsed.success) throw malformed(at(issueSays(parsed.error.issues)));
  return parsed.data;
}

function malformed(why: Saying): GhostStackError {
  return new GhostStackError('malformed', why);
}
