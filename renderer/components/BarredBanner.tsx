import type { Cell } from '#shared/contract/domain/cell.ts';
import { nameList } from '#shared/words/format/names.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { endsOf, KEY_ELSEWHERE } from '../state/cell.ts';
import { useNode } from '../state/context.tsx';
import { openOverlay } from '../state/overlays.ts';
import { goTo, useRoute } from '../state/routes.ts';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';

/** A home that may not sign: why, and what ends it. */
export function BarredBanner({ barred }: { readonly barred: NonNullable<Cell['signingBarred']> }) {
  const isOldKey = barred.key === KEY_ELSEWHERE;
  return (
    <Banner
      tone="warn"
      title={t(isOldKey ? 'recovery.oldKey.title' : 'cell.barred.title')}
      actions={<Ends {...endsOf(barred)} />}
    >
      {isOldKey ? t('recovery.oldKey.text') : sentence(barred)}
    </Banner>
  );
}

/** One that nothing keeps from signing, but whose members say that it comes under a former key: what it signs is lost. */
export function ToldOfKeyBanner({ by }: { readonly by: readonly string[] }) {
  const names = nameList(by);
  return (
    <Banner
      tone="warn"
      title={t('recovery.oldKey.told', { n: by.length, names })}
      actions={<Ends words resume={false} />}
    >
      {t('recovery.oldKey.toldText')}
    </Banner>
  );
}

/** Whoever is coming back is led to where that is shown, and to nothing else. */
function Ends({ words, resume }: Pick<ReturnType<typeof endsOf>, 'words' | 'resume'>) {
  const recovering = useNode((node) => node.recovering !== null);
  const locked = useNode((node) => node.phase !== 'running');
  const { page } = useRoute();
  // Nobody is asked, and nothing signed, before the key is open.
  if (locked) return null;
  if (recovering)
    return page === 'sync' ? null : (
      <Button size="small" onClick={() => goTo('sync')}>
        {t('recovery.progress.look')}
      </Button>
    );
  return (
    <>
      {words ? (
        <Button size="small" onClick={() => openOverlay({ kind: 'recover' })}>
          {t('recovery.oldKey.ask')}
        </Button>
      ) : null}
      {resume ? (
        <Button size="small" onClick={() => openOverlay({ kind: 'resume-signing' })}>
          {t('cell.resume')}
        </Button>
      ) : null}
    </>
  );
}
