import { z } from 'zod';
import { t } from '#shared/words/translate.ts';

const LogLine = z.object({
  versionId: z.string(),
  versionTime: z.string(),
  parameters: z.record(z.string(), z.unknown()),
});

export interface LogVersion {
  readonly number: number;
  /** The hash part of the version's name. */
  readonly hash: string;
  readonly atMs: number;
  /** What it sets beside the document, in words. */
  readonly sets: string;
}

/** The versions of a did:webvh log (one JSON object a line), newest first; null when its form is not known. */
export function readDidLog(log: string): LogVersion[] | null {
  try {
    const lines = log.split('\n').filter((line) => line.trim() !== '');
    const versions = lines.map((line) => {
      const { versionId, versionTime, parameters } = LogLine.parse(JSON.parse(line));
      const [number = '', hash = ''] = versionId.split('-');
      return { number: Number(number), hash, atMs: Date.parse(versionTime), sets: setsOf(parameters) };
    });
    return versions.reverse();
  } catch {
    return null;
  }
}

function setsOf(parameters: Readonly<Record<string, unknown>>): string {
  const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
  const parts = [
    ...(length(parameters.updateKeys) > 0 ? [t('identity.log.updateKeys')] : []),
    ...(length(parameters.nextKeyHashes) > 0
      ? [t('identity.log.nextKeyHashes', { n: length(parameters.nextKeyHashes) })]
      : []),
    ...(parameters.witness ? [t('identity.log.witness')] : []),
    ...(parameters.portable === true ? [t('identity.log.portable')] : []),
    ...(parameters.deactivated === true ? [t('identity.log.deactivated')] : []),
  ];
  return parts.join('; ') || t('identity.log.nothing');
}

const Document = z.object({
  verificationMethod: z.array(z.object({ id: z.string(), publicKeyMultibase: z.string() })).optional(),
  keyAgreement: z
    .array(z.union([z.string(), z.object({ id: z.string(), publicKeyMultibase: z.string().optional() })]))
    .optional(),
});

export interface DocumentKey {
  readonly id: string;
  readonly multikey: string;
  readonly use: 'signing' | 'sealing' | 'other';
}

/** The keys that a DID document lists; what each is for is told by its multikey prefix (Ed25519, X25519). */
export function readDocumentKeys(document: string): DocumentKey[] {
  let parsed: z.infer<typeof Document>;
  try {
    parsed = Document.parse(JSON.parse(document));
  } catch {
    return [];
  }
  const listed = [
    ...(parsed.verificationMethod ?? []),
    ...(parsed.keyAgreement ?? []).flatMap((key) =>
      typeof key === 'object' && key.publicKeyMultibase
        ? [{ id: key.id, publicKeyMultibase: key.publicKeyMultibase }]
        : [],
    ),
  ];
  return listed.map(({ id, publicKeyMultibase }) => ({
    id,
    multikey: publicKeyMultibase,
    use: publicKeyMultibase.startsWith('z6Mk')
      ? 'signing'
      : publicKeyMultibase.startsWith('z6LS')
        ? 'sealing'
        : 'other',
  }));
}
