import { pathsOf } from './assign.ts';
import { JqError, type Json, type Path } from './ast.ts';
import { combined, made, type Native, plain, textOf } from './native.ts';
import type { Closure, Out, Outs } from './run-jq.ts';
import { textNatives } from './text-natives.ts';
import {
  compare,
  isList,
  isObject,
  isTrue,
  keysOf,
  membersOf,
  partAt,
  shown,
  typeOf,
  without,
  withPart,
} from './values.ts';

const numeric = (of: (value: number) => number): Native =>
  plain((value) => {
    if (typeof value !== 'number') throw new JqError(`${shown(value)} number required`);
    return of(value);
  });

function length(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'boolean') throw new JqError(`${shown(value)} has no length`);
  if (typeof value === 'number') return Math.abs(value);
  return typeof value === 'string' ? [...value].length : membersOf(value).length;
}

function has(value: Json, key: Json): Json {
  if (isObject(value) && typeof key === 'string') return Object.hasOwn(value, key);
  if (isList(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(
    `Cannot check whether ${typeOf(value)} has a ${typeof key === 'string' ? 'string' : typeOf(key)} key`,
  );
}

function contains(a: Json, b: Json): boolean {
  if (isObject(a) && isObject(b))
    return Object.entries(b).every(
      ([key, value]) => Object.hasOwn(a, key) && contains(a[key] ?? null, value),
    );
  if (isList(a) && isList(b)) return b.every((one) => a.some((other) => contains(other, one)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (typeOf(a) === typeOf(b)) return compare(a, b) === 0;
  throw new JqError(`${shown(a)} and ${shown(b)} cannot have their containment checked`);
}

function flattened(value: Json, depth: number): Json {
  return membersOf(value).flatMap((one) =>
    isList(one) && depth > 0 ? (flattened(one, depth - 1) as readonly Json[]) : [one],
  );
}

function toNumber(value: Json): Json {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value);
  throw new JqError(`${shown(value)} cannot be parsed as a number`);
}

/** Members with what a filter makes of each, in its order. */
function sorted(value: Json, key: Closure): readonly { readonly one: Json; readonly key: Json }[] {
  if (!isList(value)) throw new JqError(`${shown(value)} cannot be sorted, as it is not an array`);
  return value
    .map((one) => ({ one, key: [...key(made(one))].map((out) => out.value) }))
    .toSorted((a, b) => compare(a.key, b.key));
}

const bySort = (of: (members: ReturnType<typeof sorted>) => Json): Native =>
  function* (input, [key]) {
    if (key) yield made(of(sorted(input.value, key)));
  };

function groups(members: ReturnType<typeof sorted>): readonly (readonly Json[])[] {
  const found: { key: Json; members: Json[] }[] = [];
  for (const { one, key } of members) {
    const last = found.at(-1);
    if (last && compare(last.key, key) === 0) last.members.push(one);
    else found.push({ key, members: [one] });
  }
  return found.map((group) => group.members);
}

const quantifier = (wanted: boolean): Native =>
  function* (input, [source, condition]) {
    for (const one of source?.(made(input.value)) ?? [])
      for (const { value } of condition?.(made(one.value)) ?? [])
        if (isTrue(value) === wanted) {
          yield made(wanted);
          return;
        }
    yield made(!wanted);
  };

const asPath = (value: Json): Path => {
  if (!isList(value)) throw new JqError('Path must be specified as an array');
  return value;
};

function parsed(value: Json): Json {
  const text = textOf(value, 'parsed as JSON');
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new JqError(`${text} (while parsing '${text}')`);
  }
}

/** How many numbers one range may have: nobody else runs while they are made. */
const mostNumbers = 1_000_000;

function* numbers(from: number, to: number, by: number): Outs {
  const count = by === 0 ? 0 : Math.ceil((to - from) / by);
  if (count > mostNumbers) throw new RangeError('too many numbers');
  for (let index = 0; index < count; index += 1) yield made(from + index * by);
}

const natives: Readonly<Record<string, Native>> = {
  ...textNatives,
  'empty/0': function* () {
    yield* [];
  },
  'not/0': plain((value) => !isTrue(value)),
  'length/0': plain(length),
  'utf8bytelength/0': plain((value) => Buffer.byteLength(textOf(value, 'measured'))),
  'keys/0': plain((value) =>
    isList(value) ? [...value.keys()] : isObject(value) ? keysOf(value) : noKeys(value),
  ),
  'keys_unsorted/0': plain((value) =>
    isList(value) ? [...value.keys()] : isObject(value) ? Object.keys(value) : noKeys(value),
  ),
  'has/1': plain((value, key = null) => has(value, key)),
  'contains/1': plain((value, other = null) => contains(value, other)),
  'type/0': plain(typeOf),
  'tostring/0': plain((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
  'tojson/0': plain((value) => JSON.stringify(value)),
  'fromjson/0': plain(parsed),
  'tonumber/0': plain(toNumber),
  'reverse/0': plain((value) =>
    typeof value === 'string'
      ? [...value].reverse().join('')
      : value === null
        ? []
        : [...membersOf(value)].reverse(),
  ),
  'flatten/0': plain((value) => flattened(value, Number.POSITIVE_INFINITY)),
  'flatten/1': plain((value, depth = 1) => flattened(value, Number(depth))),
  'floor/0': numeric(Math.floor),
  'ceil/0': numeric(Math.ceil),
  'round/0': numeric((value) => Math.sign(value) * Math.round(Math.abs(value))),
  'fabs/0': numeric(Math.abs),
  'abs/0': numeric(Math.abs),
  'sqrt/0': numeric(Math.sqrt),
  'log/0': numeric(Math.log),
  'log2/0': numeric(Math.log2),
  'log10/0': numeric(Math.log10),
  'exp/0': numeric(Math.exp),
  'pow/2': plain((_value, base = 0, power = 0) => Number(base) ** Number(power)),
  'infinite/0': plain(() => Number.MAX_VALUE),
  'isinfinite/0': plain((value) => Math.abs(Number(value)) >= Number.MAX_VALUE),
  'isnan/0': plain((value) => Number.isNaN(value)),
  *'range/2'(input, args) {
    for (const [from, to] of combined(args, input.value)) yield* numbers(Number(from), Number(to), 1);
  },
  *'range/3'(input, args) {
    for (const [from, to, by] of combined(args, input.value))
      yield* numbers(Number(from), Number(to), Number(by));
  },
  'sort_by/1': bySort((members) => members.map(({ one }) => one)),
  'group_by/1': bySort(groups),
  'unique_by/1': bySort((members) => groups(members).map(([first = null]) => first)),
  'min_by/1': bySort((members) => members[0]?.one ?? null),
  'max_by/1': bySort((members) => members.at(-1)?.one ?? null),
  'any/2': quantifier(true),
  'all/2': quantifier(false),
  *'first/1'(input, [of]) {
    for (const out of of?.(input) ?? []) {
      yield out;
      return;
    }
  },
  *'last/1'(input, [of]) {
    let last: Out | undefined;
    for (const out of of?.(input) ?? []) last = out;
    if (last) yield last;
  },
  *'limit/2'(input, [count, of]) {
    for (const { value } of count?.(made(input.value)) ?? []) {
      let left = Number(value);
      if (left <= 0) continue;
      for (const out of of?.(input) ?? []) {
        yield out;
        left -= 1;
        if (left <= 0) break;
      }
    }
  },
  *'path/1'(input, [of]) {
    if (of) for (const path of pathsOf(of, input.value)) yield made(path);
  },
  *'getpath/1'(input, [of]) {
    for (const { value } of of?.(made(input.value)) ?? []) {
      const path = asPath(value);
      yield { value: partAt(input.value, path), ...(input.path ? { path: [...input.path, ...path] } : {}) };
    }
  },
  'setpath/2': plain((value, path = null, to = null) => withPart(value, asPath(path), () => to)),
  'delpaths/1': plain((value, paths = null) => without(value, asPath(paths).map(asPath))),
  'error/1': plain((_value, why = null) => {
    throw new JqError(why);
  }),
  'transpose/0': plain((value) => {
    if (!isList(value)) throw new JqError(`Cannot index ${typeOf(value)} with number`);
    const rows = value.map((row) => (isList(row) ? row : []));
    const width = Math.max(0, ...rows.map((row) => row.length));
    return Array.from({ length: width }, (_row, column) => rows.map((row) => row[column] ?? null));
  }),
};

function noKeys(value: Json): never {
  throw new JqError(`${shown(value)} has no keys`);
}

/** A function that isn't written in jq itself; undefined where there is none of that name. */
export function native(name: string, args: readonly Closure[]): ((input: Out) => Outs) | undefined {
  const found = natives[`${name}/${args.length}`];
  return found && ((input) => found(input, args));
}
