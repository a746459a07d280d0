import { type FormEvent, useEffect, useState } from 'react';
import type { CardView } from '#shared/contract/domain/bridge.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Words } from '../../components/cell/Words.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useSignWait } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Bridges.module.css';

const DAYS = 180;

/** The own card to hand over, and the other cell's, whose six words are compared before a ballot is opened. */
export function BridgeDialog() {
  const [own, setOwn] = useState<CardView | null>(null);
  const [text, setText] = useState('');
  const [card, setCard] = useState<CardView | null>(null);
  const { run: askOwn } = useCall('bridges.card');
  const read = useCall('bridges.readCard');
  const propose = useCall('bridges.propose');
  const wait = useSignWait();
  useEffect(() => {
    void askOwn({}).then((answer) => setOwn(answer?.value ?? null));
  }, [askOwn]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!card) {
      setCard((await read.run({ card: text }))?.value ?? null);
      return;
    }
    const opened = await propose.run({ card: card.text, words: card.words.join(' '), days: DAYS });
    if (!opened) return;
    closeOverlay();
    goTo('governance', opened.value.id);
  };
  return (
    <Dialog title={t('bridges.agree')} width={560} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {card ? (
          <Compare card={card} />
        ) : (
          <>
            {own ? <OwnCard own={own} /> : null}
            <TextArea label={t('bridges.card.theirs')} rows={4} value={text} onValue={setText} />
          </>
        )}
        <FormError message={failureInWords(propose.failure ?? read.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={card ? () => setCard(null) : closeOverlay}>
            {t(card ? 'bridges.differ' : 'common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={read.busy || propose.busy}
            disabled={card ? wait !== null : text.trim() === ''}
          >
            {t(card ? 'bridges.same' : 'bridges.card.read')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function OwnCard({ own }: { readonly own: CardView }) {
  return (
    <>
      <p className={styles.text}>{t('bridges.card.text')}</p>
      <div className={styles.row}>
        <CopyButton text={own.text} label={t('bridges.card.copy')} />
      </div>
      <Words words={own.words} label={t('bridges.words.own')} />
    </>
  );
}

function Compare({ card }: { readonly card: CardView }) {
  const name = visibleLine(card.name, 40);
  const names = card.members.map((one) => visibleLine(one, 40)).join(', ');
  return (
    <>
      <p className={styles.text}>
        {t('bridges.compare', { name, names, q: card.q, n: card.members.length, days: DAYS })}
      </p>
      <Words large words={card.words} label={t('bridges.words.theirs', { name })} />
    </>
  );
}
