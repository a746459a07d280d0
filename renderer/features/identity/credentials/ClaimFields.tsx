import type { ClaimValue, ClaimValues, CredentialTypeView } from '#shared/contract/domain/credential.ts';
import { t } from '#shared/words/translate.ts';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { Field } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';

/** One field for each claim of a type; texts are what is typed, and become values of the type by `claimsOf`. */
export function ClaimFields(props: {
  readonly type: CredentialTypeView;
  readonly values: Readonly<Record<string, string>>;
  readonly onValue: (name: string, value: string) => void;
}) {
  const { type, values, onValue } = props;
  return Object.entries(type.claims).map(([name, rule]) => {
    const value = values[name] ?? '';
    const label = rule.optional ? t('credentials.optional', { name }) : name;
    if (rule.type === 'boolean') {
      return (
        <Checkbox
          key={name}
          label={label}
          checked={value === 'true'}
          onChange={(checked) => onValue(name, String(checked))}
        />
      );
    }
    if (rule.type === 'choice') {
      const options = ['', ...rule.of].map((one) => ({ value: one, label: one === '' ? '–' : one }));
      return (
        <Select
          key={name}
          label={label}
          value={value}
          options={options}
          onChange={(one) => onValue(name, one)}
        />
      );
    }
    return (
      <Field
        key={name}
        label={label}
        value={value}
        inputMode={rule.type === 'integer' ? 'numeric' : 'text'}
        maxLength={rule.type === 'text' ? rule.max : 16}
        dir="auto"
        onValue={(one) => onValue(name, one)}
      />
    );
  });
}

/** What is not filled in is left out: the node says which claims are needed. */
export function claimsOf(type: CredentialTypeView, values: Readonly<Record<string, string>>): ClaimValues {
  const given = Object.entries(type.claims).flatMap(([name, rule]): [string, ClaimValue][] => {
    const value = values[name] ?? '';
    if (rule.type === 'boolean') return [[name, value === 'true']];
    if (value === '') return [];
    return [[name, rule.type === 'integer' && /^-?\d{1,15}$/.test(value) ? Number(value) : value]];
  });
  return Object.fromEntries(given);
}
