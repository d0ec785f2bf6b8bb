import { nearest } from '../diagnostics/nearest.ts';
import type { Json } from '../model/json.ts';
import { toldApart } from './alike.ts';
import { isList, isMap, type JsonMap } from './json-map.ts';
import { isSameScalar } from './json-number.ts';
import { keyPath } from './json-path.ts';
import { itemLabel, show } from './json-show.ts';
import { candidatesOf, pairOff } from './pair-off.ts';

/** Whether a text of the wanted part accepts the text that is there. */
type MatchText = (wanted: string, actual: string) => boolean;

/**
 * A place where a value isn't as wanted, for people; `weight` is how many wanted values it costs, and a little more when
 * nothing is there at all.
 */
export type Difference = {
  readonly expected: string;
  readonly actual: string;
  readonly hint?: string;
  readonly weight: number;
};

type Place = { readonly path: string; readonly matches: MatchText; readonly unordered: boolean };

/**
 * Where a value doesn't contain the wanted part, in the order of that part; nowhere when it does. A map contains
 * another when it contains the value of each of its keys. A list contains another when each wanted item is contained
 * in an item of its own, in the order that they are written in or, if `unordered`, in any. `...` is any value. Other
 * scalars are equal, type included; of texts `matches` decides.
 */
export function differences(wanted: Json, actual: Json | undefined, place: Place): readonly Difference[] {
  if (actual === undefined) return [missing(wanted, place)];
  if (isAnything(wanted)) return [];
  if (isMap(wanted) && isMap(actual)) return mapDifferences(wanted, actual, place);
  if (isList(wanted) && isList(actual)) {
    return listDifferences(wanted, actual, place);
  }
  const same =
    typeof wanted === 'string' && typeof actual === 'string'
      ? place.matches(wanted, actual)
      : isSameScalar(wanted, actual);
  return same ? [] : [unlike(wanted, actual, place)];
}

/** How far a value is from what is wanted: 0 when it contains it. */
export function distance(found: readonly Difference[]): number {
  return found.reduce((sum, { weight }) => sum + weight, 0);
}

/** Any value that is there. */
export function isAnything(wanted: Json): boolean {
  return wanted === '...' || wanted === '…';
}

function mapDifferences(wanted: JsonMap, actual: JsonMap, place: Place): readonly Difference[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const at = { ...place, path: keyPath(place.path, key) };
    if (Object.hasOwn(actual, key)) return differences(value, actual[key] ?? null, at);
    const free = Object.keys(actual).filter((other) => !Object.hasOwn(wanted, other));
    const near = nearest(key, free);
    return [
      { ...missing(value, at), ...(near ? { hint: `There is \`${keyPath(place.path, near)}\`.` } : {}) },
    ];
  });
}

type ItemPlace = Place & { readonly actual: readonly Json[]; readonly index: number };

function listDifferences(
  wanted: readonly Json[],
  actual: readonly Json[],
  place: Place,
): readonly Difference[] {
  const has = (item: Json, at: number) => differences(item, actual[at], place).length === 0;
  const pairs = place.unordered
    ? pairOff(candidatesOf(wanted.length, actual.length, (item, at) => has(wanted[item] ?? null, at)))
    : inOrder(wanted, actual.length, has);
  return wanted.flatMap((item, index) => {
    if (pairs[index] !== undefined) return [];
    const isThere = actual.some((_, at) => has(item, at));
    return isThere ? [misplaced(item, place)] : itemDifferences(item, { ...place, actual, index });
  });
}

/** Takes for each wanted item the first one behind that of the item before: no later one could do better. */
function inOrder(
  wanted: readonly Json[],
  length: number,
  has: (item: Json, at: number) => boolean,
): readonly (number | undefined)[] {
  let from = 0;
  return wanted.map((item) => {
    for (let at = from; at < length; at += 1) {
      if (!has(item, at)) continue;
      from = at + 1;
      return at;
    }
    return undefined;
  });
}

/** An item that is there, but not in its place or not as often as it is wanted. */
function misplaced(wanted: Json, { path, unordered }: Place): Difference {
  const expected = `${path} has ${show(wanted)}`;
  if (unordered) {
    return { expected, actual: `${path} has fewer items like it than are written`, weight: leaves(wanted) };
  }
  const hint = 'Lists are in the order that is written; with `unordered` in the fence they may be in any.';
  return { expected, actual: `${path} has it in another place`, hint, weight: 0.5 };
}

/** Of a wanted item that is not contained: how the one of the same name or type differs, else the one that comes closest. */
function itemDifferences(wanted: Json, place: ItemPlace): readonly Difference[] {
  const { path, matches, actual, index } = place;
  const label = itemLabel(wanted);
  const at = { ...place, path: `${path}[${label ? `${label.key}=${label.value}` : index}]` };
  let best: readonly Difference[] | undefined;
  for (const item of actual) {
    const found = differences(wanted, item, at);
    const meant = label ? isLabelled(item, label, matches) : distance(found) < leaves(wanted);
    if (meant && (best === undefined || distance(found) < distance(best))) best = withReason(found, item);
  }
  return best ?? [noSuchItem(wanted, path, actual)];
}

type Label = NonNullable<ReturnType<typeof itemLabel>>;

function isLabelled(item: Json, { key, value }: Label, matches: MatchText): boolean {
  const found = isMap(item) ? item[key] : undefined;
  return typeof value === 'string' && typeof found === 'string' ? matches(value, found) : found === value;
}

/** Conditions say why they are as they are. */
function withReason(found: readonly Difference[], item: Json): readonly Difference[] {
  if (!isMap(item)) return found;
  const said = [item.reason, item.message].filter((text) => typeof text === 'string' && text !== '');
  return said.length === 0
    ? found
    : found.map((each) => ({ ...each, actual: `${each.actual} (${said.join(': ')})` }));
}

function noSuchItem(wanted: Json, path: string, actual: readonly Json[]): Difference {
  const label = itemLabel(wanted);
  const values = actual.flatMap((item) => (label && isMap(item) ? scalarsAt(item, label.key) : []));
  const texts = values.filter((value) => typeof value === 'string');
  const near = label && nearest(String(label.value), texts);
  return {
    expected: `${path} has ${show(wanted)}`,
    actual:
      label && values.length > 0
        ? `${path} has ${label.key} ${values.map(String).join(', ')}`
        : `${path} = ${show(actual)}`,
    ...(near ? { hint: `Did you mean \`${label.key}: ${near}\`?` } : {}),
    weight: leaves(wanted),
  };
}

function scalarsAt(item: JsonMap, key: string): readonly (string | number | boolean)[] {
  const value = Object.hasOwn(item, key) ? item[key] : undefined;
  return typeof value === 'object' || value === undefined ? [] : [value];
}

function missing(wanted: Json, { path }: Place): Difference {
  return { expected: wantedAt(wanted, path), actual: `there is no ${path}`, weight: leaves(wanted) + 0.5 };
}

function unlike(wanted: Json, actual: Json, { path }: Place): Difference {
  const hint = typeHint(wanted, actual);
  const [expected, found] = toldApart(show(wanted), show(actual));
  return {
    expected: `${path} = ${expected}`,
    actual: `${path} = ${found}`,
    ...(hint ? { hint } : {}),
    weight: leaves(wanted),
  };
}

function wantedAt(wanted: Json, path: string): string {
  return isAnything(wanted) ? `a value at ${path}` : `${path} = ${show(wanted)}`;
}

/** YAML takes `True` and `80` for no texts, and the server may hold them as texts; or the other way round. */
function typeHint(wanted: Json, actual: Json): string | undefined {
  const [one, other] = [scalarText(wanted), scalarText(actual)];
  if (one === undefined || one !== other || typeof wanted === typeof actual) return undefined;
  return typeof actual === 'string'
    ? `The server has it as a text: write it in quotes, \`${show(actual)}\`.`
    : `The server does not have it as a text: write it without quotes, \`${show(actual)}\`.`;
}

function scalarText(value: Json): string | undefined {
  return typeof value === 'object' ? undefined : String(value).toLowerCase();
}

/** How many scalars, empty maps and empty lists a value has. */
function leaves(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  const items: readonly Json[] = Object.values(value);
  return Math.max(
    1,
    items.reduce<number>((sum, item) => sum + leaves(item), 0),
  );
}
