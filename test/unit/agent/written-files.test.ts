import { expect, test } from 'vitest';
import { LIFE_KINDS } from '#shared/contract/domain/agent.ts';
import { readPolicyScript, SAMPLE_SCRIPT, writePolicyScript } from '#shared/contract/policy-file.ts';
import { readStimuli } from '#shared/contract/stimulus-file.ts';
import '#shared/words/catalogues.ts';

const SIGNALLED = [
  { type: 'visual', intensity: 0.8, novelty: 0.9 },
  { type: 'auditory', intensity: 0.5, novelty: 0.4 },
];

test('a list of stimuli is read from JSON and from CSV, with or without a head, comments and quotes', () => {
  expect(readStimuli(JSON.stringify(SIGNALLED))).toEqual(SIGNALLED);
  const lines = 'visual,0.8,0.9\r\n# by hand\n\n"auditory";0.5;.4\n';
  expect(readStimuli(lines)).toEqual(SIGNALLED);
  expect(readStimuli(`\uFEFFType, Intensity, Novelty\n${lines}`)).toEqual(SIGNALLED);
});

test('what is wrong in a list is named with its line, or its place', () => {
  expect(() => readStimuli('')).toThrow(/no stimulus/);
  expect(() => readStimuli('# nothing\n')).toThrow(/no stimulus/);
  expect(() => readStimuli('visual,0.8,0.9\nvisual,0.8')).toThrow(/Line 2 is wrong: it has 2 values/);
  expect(() => readStimuli('visual,0.8,1.5')).toThrow(/Line 1 is wrong: novelty/);
  expect(() => readStimuli('visual,much,0.5')).toThrow(/Line 1 is wrong: intensity/);
  expect(() => readStimuli('[{"type":"visual","intensity":0.5}]')).toThrow(/Stimulus 1 is wrong: novelty/);
  expect(() => readStimuli('[{"type":"visual","intensity":0.5,"novelty":0.1,"x":1}]')).toThrow(/x/);
  expect(() => readStimuli('[\n{"type":}')).toThrow(/line 2, column 9/);
  expect(() => readStimuli('visual,1,1\n'.repeat(10_001))).toThrow(/at most/);
});

test('a script comes back as it was written, and the sample is one', () => {
  const { script } = readPolicyScript(writePolicyScript(SAMPLE_SCRIPT)) as { script: unknown };
  expect(script).toEqual(SAMPLE_SCRIPT);
  const text = `{"rules": [{"when": {"lived": ${JSON.stringify(LIFE_KINDS)}}, "then": "wait"}], "otherwise": "wait"}`;
  const read = readPolicyScript(text);
  expect(read).toEqual({ name: 'script', version: 1, script: JSON.parse(text) });
  expect(readPolicyScript('{"rules": [], "otherwise": "wait"}')).toMatchObject({ name: 'script' });
});

test('what is wrong in a script is named with its place', () => {
  const wrong = (text: string) => () => readPolicyScript(text);
  expect(wrong('')).toThrow(/not JSON from line 1, column 1/);
  expect(wrong('{\n  "rules": [],\n  "otherwise": wait\n}')).toThrow(/line 3, column 16/);
  expect(wrong('{"rules": []}')).toThrow(/otherwise/);
  expect(wrong('{"rules": [{"when": {}, "then": "dance"}], "otherwise": "wait"}')).toThrow(/rules\.0\.then/);
  expect(wrong('{"rules": [{"when": {"lived": ["rain"]}, "then": "wait"}], "otherwise": "wait"}')).toThrow(
    /rules\.0\.when\.lived\.0/,
  );
  expect(wrong('{"rules": [{"when": {"mood": 1}, "then": "wait"}], "otherwise": "wait"}')).toThrow(/mood/);
  expect(wrong('x'.repeat(40_000))).toThrow(/at most/);
});

test('what nobody could feel, or give a digest, is refused before it is used', () => {
  expect(() => readStimuli('[{"type":"  ","intensity":1,"novelty":1}]')).toThrow(
    /type is not right: it has spaces/,
  );
  expect(() => readStimuli('[{"type":"\\ud83d","intensity":1,"novelty":1}]')).toThrow(/half a character/);
  const script = (when: string) => `{"rules": [{"when": {${when}}, "then": "wait"}], "otherwise": "wait"}`;
  expect(() => readPolicyScript(script('"about": "bob \\ud83d"'))).toThrow(
    /about is not right: .*half a char/,
  );
  expect(() => readPolicyScript(script('"type": "\\udc00"'))).toThrow(/half a character/);
  expect(readPolicyScript(script('"about": "\\ud83d\\udc4b"'))).toMatchObject({ name: 'script' });
});

test('a text that somebody else wrote takes no longer the longer its mistake is', () => {
  const long = 'a'.repeat(20_000);
  expect(() => readPolicyScript(`{"rules": "${long}`)).toThrow(/line 1, column 11/);
  expect(() => readPolicyScript(`{"rules": "${'\\\\'.repeat(9_000)}\\x"}`)).toThrow(/line 1, column 11/);
  expect(() => readPolicyScript(`{"${long}": \n }`)).toThrow(/line 2, column 2/);
  expect(() => readStimuli(`[{"type": "${'a'.repeat(500_000)}\n"}]`)).toThrow(/line 1, column 11/);
  expect(() => readStimuli(`visual,${'1'.repeat(500_000)}x,0.5`)).toThrow(/Line 1 is wrong: intensity/);
});
