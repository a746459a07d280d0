import { useState } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button, TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { RawText } from '../../components/RawText.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { readDocumentKeys } from './did-log.ts';
import styles from './Identity.module.css';
import type { IdentityDocument } from './identity-document.ts';

/** The keys by which others verify me and seal for me, and the document itself on demand. */
export function DocumentCard(props: {
  readonly document: IdentityDocument | null;
  readonly failure: string | null;
  readonly onRetry: () => void;
}) {
  const { document, failure, onRetry } = props;
  const [open, setOpen] = useState(false);
  return (
    <Card
      title={t('identity.document')}
      note={t('identity.document.note')}
      action={
        document ? (
          <TextButton aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'identity.raw.hide' : 'identity.raw')}
          </TextButton>
        ) : null
      }
    >
      {document ? (
        <>
          <dl className={styles.keys} aria-label={t('identity.method')}>
            {readDocumentKeys(document.document).map((key) => (
              <div key={key.id}>
                <dt>{t(`identity.method.${key.use}`)}</dt>
                <dd className={styles.mono}>{key.multikey}</dd>
              </div>
            ))}
          </dl>
          {open ? (
            <RawText
              text={document.document}
              label={t('identity.document.label')}
              copyLabel={t('identity.document.copy')}
            />
          ) : null}
        </>
      ) : failure ? (
        <div className={styles.failed}>
          <FormError message={failure} />
          <Button size="small" onClick={onRetry}>
            {t('common.tryAgain')}
          </Button>
        </div>
      ) : (
        <SkeletonRows rows={2} height={26} />
      )}
    </Card>
  );
}
