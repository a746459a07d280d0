/**
 * As much of the schema library as the bodies of entries take, by the same names: the page is bundled with this in its
 * place, which is a tenth of its size and makes no code of text (test/unit/proof/schema.test.ts holds the two together).
 */
const REFUSED = Symbol('refused');

type Read = (value: unknown) => unknown;

class Schema {
  readonly read: Read;

  constructor(read: Read) {
    this.read = read;
  }

  safeParse(value: unknown): { success: boolean; data?: unknown } {
    const data = this.read(value);
    return data === REFUSED ? { success: false } : { success: true, data };
  }

  refine(holds: (value: never) => unknown): Schema {
    return this.after((value) => (holds(value as never) ? value : REFUSED));
  }

  superRefine(look: (value: never, context: { addIssue(): void }) => void): Schema {
    return this.after((value) => {
      let isRight = true;
      look(value as never, { addIssue: () => (isRight = false) });
      return isRight ? value : REFUSED;
    });
  }

  min(least: number): Schema {
    return this.refine((value: number | { length: number }) => sizeOf(value) >= least);
  }

  max(most: number): Schema {
    return this.refine((value: number | { length: number }) => sizeOf(value) <= most);
  }

  length(exact: number): Schema {
    return this.refine((value: { length: number }) => value.length === exact);
  }

  regex(pattern: RegExp): Schema {
    return this.refine((value: string) => pattern.test(value));
  }

  trim(): Schema {
    return this.after((value) => (value as string).trim());
  }

  nullable(): Schema {
    return new Schema((value) => (value === null ? null : this.read(value)));
  }

  optional(): Schema {
    return new Optional((value) => (value === undefined ? undefined : this.read(value)));
  }

  exactOptional(): Schema {
    return new Optional(this.read);
  }

  transform(change: (value: never) => unknown): Schema {
    return this.after((value) => change(value as never));
  }

  pipe(next: Schema): Schema {
    return this.after(next.read);
  }

  after(next: Read): Schema {
    return new Schema((value) => {
      const read = this.read(value);
      return read === REFUSED ? REFUSED : next(read);
    });
  }
}

class Optional extends Schema {}

function sizeOf(value: number | { length: number }): number {
  return typeof value === 'number' ? value : value.length;
}

function when(holds: (value: unknown) => boolean): Schema {
  return new Schema((value) => (holds(value) ? value : REFUSED));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function array(item: Schema): Schema {
  return new Schema((value) => {
    if (!Array.isArray(value)) return REFUSED;
    const items = value.map(item.read);
    return items.includes(REFUSED) ? REFUSED : items;
  });
}

function strictObject(shape: Record<string, Schema>): Schema {
  return new Schema((value) => {
    if (!isObject(value)) return REFUSED;
    if (Object.keys(value).some((key) => !Object.hasOwn(shape, key))) return REFUSED;
    const read: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(shape)) {
      if (!Object.hasOwn(value, key)) {
        if (member instanceof Optional) continue;
        return REFUSED;
      }
      const part = member.read(value[key]);
      if (part === REFUSED) return REFUSED;
      read[key] = part;
    }
    return read;
  });
}

export const z = {
  array,
  strictObject,
  string: () => when((value) => typeof value === 'string'),
  int: () => when(Number.isSafeInteger),
  boolean: () => when((value) => typeof value === 'boolean'),
  unknown: () => when(() => true),
  literal: (only: unknown) => when((value) => value === only),
  enum: (values: readonly unknown[]) => when((value) => values.includes(value)),
  tuple: (items: readonly Schema[]) =>
    new Schema((value) => {
      if (!Array.isArray(value) || value.length !== items.length) return REFUSED;
      const read = items.map((item, at) => item.read(value[at]));
      return read.includes(REFUSED) ? REFUSED : read;
    }),
  record: (name: Schema, member: Schema) =>
    new Schema((value) => {
      if (!isObject(value)) return REFUSED;
      const read = Object.entries(value).map(([key, of]) => [name.read(key), member.read(of)]);
      return read.flat().includes(REFUSED) ? REFUSED : Object.fromEntries(read);
    }),
  union: (schemas: readonly Schema[]) =>
    new Schema((value) => {
      for (const schema of schemas) {
        const read = schema.read(value);
        if (read !== REFUSED) return read;
      }
      return REFUSED;
    }),
  discriminatedUnion: (_: string, schemas: readonly Schema[]) => z.union(schemas),
};
