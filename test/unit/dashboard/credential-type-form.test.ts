import { expect, test } from 'vitest';
import {
  type ClaimForm,
  NEW_CLAIM,
  readTypeForm,
} from '../../../renderer/features/identity/credentials/type-form.ts';

const claim = (of: Partial<ClaimForm>): ClaimForm => ({ ...NEW_CLAIM, name: 'tool', ...of });
const form = (...claims: readonly ClaimForm[]) => ({ type: 'ToolLicence', title: ' Tool licence ', claims });

test('what is typed about a type comes to its definition', () => {
  expect(
    readTypeForm(
      form(
        claim({ kind: 'choice', choices: 'Band saw\n Lathe \n\n' }),
        claim({ name: 'level', kind: 'integer', least: '-1', most: ' 5 ' }),
        claim({ name: 'teaches', kind: 'boolean' }),
        claim({ name: 'note', longest: '80', optional: true }),
      ),
    ),
  ).toEqual({
    definition: {
      type: 'ToolLicence',
      title: 'Tool licence',
      claims: {
        tool: { type: 'choice', of: ['Band saw', 'Lathe'] },
        level: { type: 'integer', min: -1, max: 5 },
        teaches: { type: 'boolean' },
        note: { type: 'text', max: 80, optional: true },
      },
    },
  });
});

test.each<[string, Partial<ClaimForm>, 'name' | 'rule', RegExp]>([
  ['a capital', { name: 'Tool' }, 'name', /small letter/],
  ['a word of credentials', { name: 'id' }, 'name', /small letter/],
  ['no name', { name: '' }, 'name', /small letter/],
  ['no length', { longest: 'many' }, 'rule', /1 to 4096/],
  ['too long a text', { longest: '4097' }, 'rule', /1 to 4096/],
  ['the least above the most', { kind: 'integer', least: '5', most: '1' }, 'rule', /the least first/],
  ['a half', { kind: 'integer', least: '0.5' }, 'rule', /whole numbers/],
  ['an unsafe number', { kind: 'integer', most: '9007199254740993' }, 'rule', /whole numbers/],
  ['one choice', { kind: 'choice', choices: 'Lathe' }, 'rule', /2 to 16/],
  ['the same choice twice', { kind: 'choice', choices: 'Lathe\nLathe' }, 'rule', /2 to 16/],
])('a claim with %s is told where it stands', (_what, of, where, says) => {
  const read = readTypeForm(form(claim({ name: 'other' }), claim(of)));
  expect(read).toMatchObject({ faults: { type: null, title: null } });
  const [first, second] = 'faults' in read ? read.faults.claims : [];
  expect(first).toEqual({ name: null, rule: null });
  expect(second?.[where]).toMatch(says);
  expect(second?.[where === 'name' ? 'rule' : 'name']).toBeNull();
});

test('names that are taken, wrong or there twice are told, and no claim gets lost for it', () => {
  const named = (type: string) => readTypeForm({ ...form(claim({})), type });
  expect(named('MeshMember')).toMatchObject({ faults: { type: expect.stringMatching(/taken/) } });
  expect(named('tool')).toMatchObject({ faults: { type: expect.stringMatching(/capital letter/) } });
  expect(readTypeForm({ ...form(claim({})), title: '  ' })).toMatchObject({
    faults: { title: expect.stringMatching(/1 to 60/) },
  });
  expect(readTypeForm(form(claim({}), claim({ kind: 'boolean' })))).toMatchObject({
    faults: { claims: [{ name: null }, { name: 'tool is there already. Choose another name.' }] },
  });
});
