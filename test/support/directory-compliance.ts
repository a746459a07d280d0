import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, PeerIdentity } from '../../electron/node/messaging/directory.ts';
import type { PeerRegistry } from '../../electron/node/messaging/peer-registry.ts';
import { expectCode } from './throws-code.ts';

/** Alice's directory, which knows bob and carol, in this order, and nobody else. */
export interface DirectoryWorld<D extends Directory = Directory> {
  readonly directory: D;
  readonly peers: readonly [PeerIdentity, PeerIdentity];
  close(): void;
}

const NOBODY = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';

function eachTime<D extends Directory>(create: () => Promise<DirectoryWorld<D>>): () => DirectoryWorld<D> {
  let world: DirectoryWorld<D>;
  beforeEach(async () => {
    world = await create();
  });
  afterEach(() => world.close());
  return () => world;
}

/** What every Directory must do, wherever it knows its peers from. */
export function directoryCompliance(name: string, create: () => Promise<DirectoryWorld>): void {
  describe(`${name} is a Directory:`, () => {
    const world = eachTime(create);

    it('everyone but oneself is a peer, with the keys for sealing and signing', () => {
      const { directory, peers } = world();
      expect(directory.self.alias).toBe('alice');
      expect(directory.peers()).toEqual(peers);
      for (const { signingKey, sealingKey } of directory.peers())
        expect([signingKey.length, sealingKey.length]).toEqual([32, 32]);
    });

    it('a peer is found by its name and by its DID', () => {
      const { directory, peers } = world();
      for (const peer of peers) {
        expect(directory.resolve(peer.alias)).toEqual(peer);
        expect(directory.resolve(peer.did)).toEqual(peer);
      }
    });

    it('everyone, and oneself, has keys by version, the newest last; nobody else has any', () => {
      const { directory, peers } = world();
      for (const { did, signingKey, sealingKey } of [directory.self, ...peers])
        expect(directory.versions(did).at(-1)).toMatchObject({ signingKey, sealingKey, afterLoss: false });
      expect(directory.versions(NOBODY)).toEqual([]);
      expect(directory.versions(peers[0].alias)).toEqual([]);
    });

    it.each(['dave', '', NOBODY])('nobody is found as %j', (who) => {
      expect(world().directory.resolve(who)).toBeNull();
    });
  });
}

/** What a directory must do, besides, that keeps where and when its peers were met. */
export function peerRegistryCompliance(
  name: string,
  create: () => Promise<DirectoryWorld<PeerRegistry>>,
): void {
  directoryCompliance(name, create);
  describe(`${name} is a PeerRegistry:`, () => {
    const world = eachTime(create);

    it('every peer has a record, in order', () => {
      const { directory, peers } = world();
      const records = directory.list();
      expect(records.map(({ did, name: alias }) => [did, alias])).toEqual(
        peers.map(({ did, alias }) => [did, alias]),
      );
      expect(records[0]!.position).toBeLessThan(records[1]!.position);
      for (const record of records) expect(directory.get(record.did)).toEqual(record);
      expect(records[0]).toMatchObject({ address: null, lastSeenAtMs: null });
      expect(directory.get(NOBODY)).toBeNull();
    });

    it('an address is kept for one peer, and taken away again', () => {
      const { directory, peers } = world();
      const [bob, carol] = peers;
      const address = '/ip4/192.168.1.7/tcp/4001';
      expect(directory.setAddress(bob.did, address)).toMatchObject({ did: bob.did, address });
      expect([directory.get(bob.did)?.address, directory.get(carol.did)?.address]).toEqual([address, null]);
      expect(directory.setAddress(bob.did, null).address).toBeNull();
    });

    it('what is no address, or is of nobody, is refused and changes nothing', () => {
      const { directory, peers } = world();
      const before = directory.list();
      expectCode('invalid-argument', () => directory.setAddress(peers[0].did, 'some where'));
      expectCode('not-found', () => directory.setAddress(NOBODY, '/ip4/192.168.1.7/tcp/4001'));
      expect(directory.list()).toEqual(before);
    });

    it('when a peer was seen last is kept', () => {
      const { directory, peers } = world();
      directory.sawPeer(peers[1].did, 1_700_000_000_000);
      expect(directory.list().map(({ lastSeenAtMs }) => lastSeenAtMs)).toEqual([null, 1_700_000_000_000]);
    });
  });
}
