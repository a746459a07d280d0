declare module 'jsonld' {
  const jsonld: {
    expand(
      document: unknown,
      options: { safe: boolean; documentLoader(url: string): Promise<{ document: unknown; documentUrl: string }> },
    ): Promise<Record<string, unknown>[]>;
  };
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default jsonld;
}

declare module '@digitalbazaar/bitstring' {
  export class Bitstring {
    constructor(options: { length?: number; buffer?: Uint8Array });
    readonly length: number;
    set(position: number, on: boolean): void;
    get(position: number): boolean;
    encodeBits(): Promise<string>;
    static decodeBits(options: { encoded: string }): Promise<Uint8Array>;
  }
}
