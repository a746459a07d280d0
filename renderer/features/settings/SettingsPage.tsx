import type { Settings } from '#shared/contract/domain/settings.ts';
import { hostOfAddress } from '#shared/words/format/address.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button, TextButton } from '../../components/Button.tsx';
import { Card, Columns } from '../../components/Card.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Switch } from '../../components/Switch.tsx';
import { useCell, useFormer, useMyOrder } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { openOverlay } from '../../state/overlays.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { AboutCard } from './AboutCard.tsx';
import { BackgroundCard } from './BackgroundCard.tsx';
import { BackupCard } from './backup/BackupCard.tsx';
import { CarryRows } from './CarryRows.tsx';
import { CellRow } from './CellRow.tsx';
import { DiskCard } from './DiskCard.tsx';
import { KeyCard } from './KeyCard.tsx';
import { LanguageRow } from './LanguageRow.tsx';
import { NoticesCard } from './NoticesCard.tsx';
import { RoomCard } from './RoomCard.tsx';
import { SettingRow } from './SettingRow.tsx';
import styles from './Settings.module.css';
import { WrongCard } from './WrongCard.tsx';

export function SettingsPage() {
  return (
    <Page title={t('shell.page.settings')} claim={t('settings.answer')} rest={t('settings.answerRest')}>
      <Columns
        main={
          <>
            <DiskCard />
            <GeneralCard />
            <CellRow />
            <NoticesCard />
            <IdentityCard />
            <PeersCard />
          </>
        }
        side={
          <>
            <NetworkCard />
            {isInBrowser() ? null : <BackgroundCard />}
            <KeyCard />
            <BackupCard />
            <RoomCard />
            <WrongCard />
            <AboutCard />
          </>
        }
      />
    </Page>
  );
}

function GeneralCard() {
  const settings = useNode((node) => node.settings);
  const update = useCall('settings.update');
  const wait = useWaitReason();
  const set = (change: Partial<Settings>) => update.run(change);
  return (
    <Card flush title={t('settings.appearance')}>
      <LanguageRow
        value={settings.language}
        disabled={wait !== null}
        onChange={(language) => set({ language })}
      />
      <SettingRow title={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={settings.theme}
          disabled={wait !== null}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`settings.theme.${value}`),
          }))}
          onChange={(theme) => set({ theme })}
        />
      </SettingRow>
      <SettingRow title={t('settings.density')} text={t('settings.density.text')}>
        <Segmented
          label={t('settings.density')}
          value={settings.density}
          disabled={wait !== null}
          options={(['comfortable', 'compact'] as const).map((value) => ({
            value,
            label: t(`settings.density.${value}`),
          }))}
          onChange={(density) => set({ density })}
        />
      </SettingRow>
      <SettingRow
        title={t('settings.keys')}
        text={
          <>
            {t('settings.keys.text')}{' '}
            <TextButton onClick={() => openOverlay({ kind: 'keys' })}>{t('settings.keys.show')}</TextButton>
          </>
        }
      >
        <Switch
          label={t('settings.keys')}
          checked={settings.singleKeys}
          disabled={wait !== null}
          onChange={(singleKeys) => set({ singleKeys })}
        />
      </SettingRow>
      {update.failure || wait ? (
        <div className={styles.row}>
          <FormError message={failureInWords(update.failure) ?? wait} />
        </div>
      ) : null}
    </Card>
  );
}

function IdentityCard() {
  const me = useNode((node) => node.me);
  const order = useMyOrder();
  const inCell = useCell() !== null;
  if (!me) return null;
  return (
    <Card>
      <div className={styles.identity}>
        <Avatar name={me.name} order={order} size={52} />
        <div className={styles.rowText}>
          <h2 className={styles.name}>{visibleLine(me.name)}</h2>
          <p className={styles.rowNote}>
            {t(inCell ? 'settings.identity.textInCell' : 'settings.identity.text')}
          </p>
        </div>
        <CopyButton text={me.did} label={t('settings.identity.copy')} />
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t('settings.identity.did')}</dt>
          <dd className={styles.mono}>{me.did}</dd>
        </div>
        <div>
          <dt>{t('settings.identity.fingerprint')}</dt>
          <dd className={styles.mono}>{me.fingerprint}</dd>
        </div>
      </dl>
    </Card>
  );
}

function NetworkCard() {
  const online = useNode((node) => node.online);
  const addresses = useNode((node) => node.me?.addresses) ?? [];
  const ipv6 = useNode((node) => node.me?.ipv6);
  const inCell = useCell() !== null;
  const libp2pDiscovery = useNode((node) => node.settings.libp2pDiscovery);
  const setOnline = useCall('me.setOnline');
  const update = useCall('settings.update');
  const wait = useWaitReason();
  return (
    <Card flush title={t('settings.network')}>
      <SettingRow title={t('settings.online')} text={t('settings.online.text')}>
        <Switch
          label={t('settings.online')}
          checked={online}
          disabled={wait !== null || setOnline.busy}
          onChange={(next) => void setOnline.run({ online: next })}
        />
      </SettingRow>
      <SettingRow title={t('settings.libp2p')} text={t('settings.libp2p.text')}>
        <Switch
          label={t('settings.libp2p')}
          checked={libp2pDiscovery}
          disabled={wait !== null || update.busy}
          onChange={(next) => void update.run({ libp2pDiscovery: next })}
        />
      </SettingRow>
      {inCell ? <CarryRows /> : null}
      <div className={styles.block}>
        <p className={styles.rowTitle}>{t('settings.addresses')}</p>
        <p className={styles.rowNote}>
          {t(addresses.length > 0 ? 'settings.addresses.text' : 'settings.addresses.none')}
        </p>
        {ipv6 === 'none' ? <p className={styles.rowNote}>{t('settings.addresses.noIp6')}</p> : null}
        {addresses.map((address) => (
          <div key={address} className={styles.copyRow}>
            <code className={styles.mono}>{address}</code>
            <CopyButton
              size="small"
              text={address}
              label={t('common.copy')}
              aria-label={t('settings.identity.copyAddress', { address })}
            />
          </div>
        ))}
        <FormError message={failureInWords(setOnline.failure) ?? failureInWords(update.failure)} />
      </div>
    </Card>
  );
}

/** Who this computer knows: in a cell its members, otherwise the peers that were added by hand. */
function PeersCard() {
  const peers = useNode((node) => node.peers);
  const inCell = useCell() !== null;
  const former = useFormer();
  return (
    <Card
      flush
      title={t(inCell ? 'settings.members' : 'settings.peers')}
      note={peers.length > 0 ? peers.length : null}
      action={
        <TextButton
          onClick={() => openOverlay({ kind: former ? 'join-cell' : inCell ? 'invite' : 'add-peer' })}
        >
          {t(former ? 'cell.join' : inCell ? 'cell.invite' : 'settings.peers.add')}
        </TextButton>
      }
    >
      {peers.length === 0 ? (
        <p className={styles.none}>{t(inCell ? 'settings.members.none' : 'settings.peers.none')}</p>
      ) : (
        peers.map((peer) => {
          const name = visibleLine(peer.name);
          return (
            <div key={peer.did} className={styles.peer}>
              <Avatar name={peer.name} order={peer.order} size={28} />
              <div className={styles.rowText}>
                <p className={styles.rowTitle}>{name}</p>
                <p className={styles.rowNote} title={peer.address ?? undefined}>
                  {peer.address === null
                    ? t(inCell ? 'settings.members.noAddress' : 'settings.peers.noAddress')
                    : hostOfAddress(peer.address)}
                </p>
              </div>
              <Button
                size="small"
                aria-label={t(inCell ? 'sync.address.titleOf' : 'settings.peers.editLabel', { name })}
                onClick={() => openOverlay({ kind: inCell ? 'address' : 'edit-peer', did: peer.did })}
              >
                {t(inCell ? 'settings.members.address' : 'settings.peers.edit')}
              </Button>
              {inCell ? null : (
                <Button
                  size="small"
                  variant="danger"
                  aria-label={t('settings.peers.removeLabel', { name })}
                  onClick={() => openOverlay({ kind: 'remove-peer', did: peer.did })}
                >
                  {t('settings.peers.remove')}
                </Button>
              )}
            </div>
          );
        })
      )}
    </Card>
  );
}
