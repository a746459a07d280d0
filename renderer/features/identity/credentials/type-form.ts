/** What is typed about a new type of credential, and the type that it comes to, or what is wrong with which part. */
import { ClaimRule, faultOfNames, TypeDefinition } from '#shared/protocol/credentials/type-definition.ts';
import { t } from '#shared/words/translate.ts';

export const KINDS = ['text', 'integer', 'boolean', 'choice'] as const;

export interface ClaimForm {
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
  readonly optional: boolean;
  /** Of a text, in characters. */
  readonly longest: string;
  readonly least: string;
  readonly most: string;
  /** One in each line. */
  readonly choices: string;
}

export interface TypeForm {
  readonly type: string;
  readonly title: string;
  readonly claims: readonly ClaimForm[];
}

export const NEW_CLAIM: ClaimForm = {
  ...{ name: '', kind: 'text', optional: false },
  ...{ longest: '128', least: '0', most: '100', choices: '' },
};

/** Sentences; null where nothing is wrong. */
export interface TypeFaults {
  readonly type: string | null;
  readonly title: string | null;
  readonly claims: readonly { readonly name: string | null; readonly rule: string | null }[];
}

export function readTypeForm(
  form: TypeForm,
): { readonly definition: TypeDefinition } | { readonly faults: TypeFaults } {
  const title = form.title.trim();
  const type = form.type.trim();
  const claims = form.claims.map((claim) => ({ name: claim.name.trim(), rule: ruleOf(claim) }));
  const definition = {
    type,
    title,
    claims: Object.fromEntries(claims.map(({ name, rule }) => [name, rule])),
  };
  const names = claims.map(({ name }) => name);
  const faults = {
    type: faultOfType(type),
    title: TypeDefinition.shape.title.safeParse(title).success ? null : t('credentials.define.titleFault'),
    claims: claims.map(({ name, rule }, at) => ({
      name: faultOfName(name, names.indexOf(name) < at),
      rule: ClaimRule.safeParse(rule).success ? null : t(`credentials.define.fault.${rule.type}`),
    })),
  };
  const isRight = [
    faults.type,
    faults.title,
    ...faults.claims.flatMap(({ name, rule }) => [name, rule]),
  ].every((fault) => fault === null);
  const read = TypeDefinition.safeParse(definition);
  return isRight && read.success ? { definition: read.data } : { faults };
}

function faultOfType(type: string): string | null {
  if (faultOfNames(type, ['claim'])) return t('credentials.define.typeFault');
  return TypeDefinition.shape.type.safeParse(type).success ? null : t('credentials.define.taken', { type });
}

function faultOfName(name: string, isTwice: boolean): string | null {
  if (isTwice) return t('credentials.define.twice', { name });
  return faultOfNames('Type', [name]) ? t('credentials.define.nameFault') : null;
}

function ruleOf({ kind: type, optional: isOptional, ...typed }: ClaimForm) {
  const optional = isOptional ? { optional: true as const } : {};
  switch (type) {
    case 'text':
      return { type, max: figure(typed.longest), ...optional };
    case 'integer':
      return { type, min: figure(typed.least), max: figure(typed.most), ...optional };
    case 'boolean':
      return { type, ...optional };
    case 'choice':
      return { type, of: typed.choices.split('\n').flatMap((line) => line.trim() || []), ...optional };
  }
}

/** NaN for what is no whole number. */
function figure(text: string): number {
  return /^\s*-?\d{1,16}\s*$/.test(text) ? Number(text) : Number.NaN;
}
