import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { Field, FormError } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import styles from './Credentials.module.css';
import { type ClaimForm, KINDS, type TypeFaults } from './type-form.ts';

/** What one claim of a new type is called, and what can stand in it. `onRemove` null: it is the only one. */
export function ClaimRuleFields(props: {
  readonly claim: ClaimForm;
  readonly place: number;
  readonly faults: TypeFaults['claims'][number] | null;
  readonly onClaim: (claim: ClaimForm) => void;
  readonly onRemove: (() => void) | null;
}) {
  const { claim, place, faults, onClaim, onRemove } = props;
  return (
    <fieldset className={styles.claimRule}>
      <legend className={styles.text}>{t('credentials.define.claim', { n: place })}</legend>
      <Field
        label={t('credentials.define.claimName')}
        mono
        spellCheck={false}
        value={claim.name}
        maxLength={40}
        error={faults?.name ?? null}
        onValue={(name) => onClaim({ ...claim, name })}
      />
      <Select
        label={t('credentials.define.kind')}
        value={claim.kind}
        options={KINDS.map((value) => ({ value, label: t(`credentials.define.kind.${value}`) }))}
        onChange={(kind) => onClaim({ ...claim, kind })}
      />
      <RuleFields claim={claim} onClaim={onClaim} />
      <FormError message={faults?.rule ?? null} />
      <span className={styles.row}>
        <Checkbox
          label={t('credentials.define.optional')}
          checked={claim.optional}
          onChange={(optional) => onClaim({ ...claim, optional })}
        />
        {onRemove ? (
          <Button
            size="small"
            variant="quiet"
            aria-label={t('credentials.define.removeOf', { n: place })}
            onClick={onRemove}
          >
            {t('credentials.define.remove')}
          </Button>
        ) : null}
      </span>
    </fieldset>
  );
}

function RuleFields({
  claim,
  onClaim,
}: {
  readonly claim: ClaimForm;
  readonly onClaim: (claim: ClaimForm) => void;
}) {
  const figure = (name: 'longest' | 'least' | 'most') => (
    <Field
      label={t(`credentials.define.${name}`)}
      inputMode="numeric"
      value={claim[name]}
      onValue={(value) => onClaim({ ...claim, [name]: value })}
    />
  );
  switch (claim.kind) {
    case 'text':
      return figure('longest');
    case 'integer':
      return (
        <>
          {figure('least')}
          {figure('most')}
        </>
      );
    case 'choice':
      return (
        <TextArea
          label={t('credentials.define.choices')}
          rows={3}
          value={claim.choices}
          onValue={(choices) => onClaim({ ...claim, choices })}
        />
      );
    case 'boolean':
      return null;
  }
}
