import type { Json } from '../model/json.ts';
import { toldApart } from './alike.ts';
import { isMap, type JsonMap } from './json-map.ts';
import { isSameScalar } from './json-number.ts';
import { keyPath } from './json-path.ts';
import { matchesField } from './match.ts';
import { candidatesOf, pairOff } from './pair-off.ts';
import { fillPattern, parseWhole } from './pattern.ts';

/**
 * The first place where a document is not as wanted. `wantedPath` leads there in what is wanted; `path` leads there in
 * the document, where the items of a list may have other numbers.
 */
export type Difference = {
  readonly path: string;
  readonly wantedPath: string;
  readonly expected: string;
  readonly actual: string;
  /** Which list has no item like the wanted one; the difference is that of the item which comes nearest. */
  readonly list?: string;
};

/** How to compare: values of session variables, whether objects may have no other keys, and lists be in any order. */
type How = {
  readonly variables: Readonly<Record<string, string>>;
  readonly exact: boolean;
  readonly unordered: boolean;
};

type Pair = {
  readonly wanted: Json;
  readonly actual: Json;
  readonly path: string;
  readonly wantedPath: string;
};

/**
 * Whether a document has what is wanted: every key with its value, `"..."` for any value, other texts as patterns;
 * lists item by item or, with `"..."` among them, these items and others; in this order or, if `unordered`, in any.
 * Undefined when it has.
 */
export function differenceOf(wanted: Json, actual: Json, how: How): Difference | undefined {
  return compare({ wanted, actual, path: '', wantedPath: '' }, { ...how, met: 0 });
}

/** Any value, and in a list any items. */
export function isAnything(wanted: Json): boolean {
  return wanted === '...' || wanted === '…';
}

/** `met` counts values that are as wanted, so that of several items the nearest can be told. */
type Comparing = How & { met: number };

function compare(pair: Pair, comparing: Comparing): Difference | undefined {
  const { wanted, actual } = pair;
  if (isAnything(wanted)) return undefined;
  if (isList(wanted) && isList(actual)) return compareLists(pair, { wanted, actual }, comparing);
  if (isMap(wanted) && isMap(actual)) return compareObjects(pair, { wanted, actual }, comparing);
  if (!isSameScalar(wanted, actual) && !isText(wanted, actual, comparing)) return differs(pair);
  comparing.met += 1;
  return undefined;
}

function isText(wanted: Json, actual: Json, { variables }: How): boolean {
  if (typeof wanted !== 'string' || typeof actual !== 'string') return false;
  return matchesField(fillPattern(parseWhole(wanted), variables).parts, actual);
}

type Both<Part> = { readonly wanted: Part; readonly actual: Part };

function compareObjects(
  pair: Pair,
  { wanted, actual }: Both<JsonMap>,
  comparing: Comparing,
): Difference | undefined {
  for (const [key, value] of Object.entries(wanted)) {
    const path = keyPath(pair.path, key);
    const wantedPath = keyPath(pair.wantedPath, key);
    if (!Object.hasOwn(actual, key)) {
      return { path, wantedPath, expected: said(path, value), actual: `there is no ${path}` };
    }
    const difference = compare({ wanted: value, actual: actual[key] ?? null, path, wantedPath }, comparing);
    if (difference) return difference;
  }
  const more = comparing.exact ? Object.keys(actual).find((key) => !Object.hasOwn(wanted, key)) : undefined;
  if (more === undefined) return undefined;
  const path = keyPath(pair.path, more);
  const { wantedPath } = pair;
  return { path, wantedPath, expected: `no ${path}`, actual: said(path, actual[more] ?? null) };
}

type List = readonly Json[];

function compareLists(
  pair: Pair,
  { wanted, actual }: Both<List>,
  comparing: Comparing,
): Difference | undefined {
  if (comparing.unordered) return pairItems(pair, { wanted, actual }, comparing);
  if (wanted.some(isAnything)) return findItems(pair, { wanted, actual }, comparing);
  const shared = Math.min(wanted.length, actual.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = compare(itemPair(pair, { wanted, actual }, [index, index]), comparing);
    if (difference) return difference;
  }
  return wanted.length === actual.length ? undefined : differs(pair);
}

/** An item of its own for each wanted one; no others are left, unless there is `"..."`. */
function pairItems(pair: Pair, lists: Both<List>, comparing: Comparing): Difference | undefined {
  const wanted = [...lists.wanted.keys()].filter((index) => !isAnything(lists.wanted[index] ?? null));
  const isOpen = wanted.length < lists.wanted.length;
  if (!isOpen && lists.wanted.length !== lists.actual.length) return differs(pair);
  const fits = (item: number, at: number): boolean =>
    compare(itemPair(pair, lists, [wanted[item] ?? 0, at]), { ...comparing, met: 0 }) === undefined;
  const pairs = pairOff(candidatesOf(wanted.length, lists.actual.length, fits));
  const alone = pairs.indexOf(undefined);
  if (alone < 0) return undefined;
  const found = findItem(pair, lists, { index: wanted[alone] ?? 0, from: 0, comparing });
  if (typeof found === 'object') return found;
  const path = pair.path || '.';
  const wantedPath = `${pair.wantedPath}[${wanted[alone]}]`;
  const expected = `an item that is ${shown(lists.wanted[wanted[alone] ?? 0] ?? null)}`;
  return { path, wantedPath, expected, actual: `${path} has fewer items like it than are written` };
}

/** Takes for each wanted item the first one that fits: no later one could do better. */
function findItems(pair: Pair, lists: Both<List>, comparing: Comparing): Difference | undefined {
  let from = 0;
  for (const [index, item] of lists.wanted.entries()) {
    if (isAnything(item)) continue;
    const found = findItem(pair, lists, { index, from, comparing });
    if (typeof found === 'object') return found;
    from = found + 1;
  }
  return undefined;
}

type Search = { readonly index: number; readonly from: number; readonly comparing: Comparing };

/** The place of the first item that fits, or how the one that comes nearest differs. */
function findItem(pair: Pair, lists: Both<List>, { index, from, comparing }: Search): number | Difference {
  const list = pair.path || '.';
  let nearest: Difference = {
    path: list,
    wantedPath: `${pair.wantedPath}[${index}]`,
    expected: `an item that is ${shown(lists.wanted[index] ?? null)}`,
    actual: `no such item in ${list}${from > 0 ? ` behind [${from - 1}]` : ''}`,
  };
  let most = 0;
  for (let at = from; at < lists.actual.length; at += 1) {
    const trial = { ...comparing, met: 0 };
    const difference = compare(itemPair(pair, lists, [index, at]), trial);
    if (!difference) {
      comparing.met += trial.met;
      return at;
    }
    if (trial.met > most) nearest = { ...difference, list };
    most = Math.max(most, trial.met);
  }
  return nearest;
}

function itemPair(pair: Pair, lists: Both<List>, [wanted, actual]: readonly [number, number]): Pair {
  return {
    wanted: lists.wanted[wanted] ?? null,
    actual: lists.actual[actual] ?? null,
    path: `${pair.path}[${actual}]`,
    wantedPath: `${pair.wantedPath}[${wanted}]`,
  };
}

function differs({ wanted, actual, path, wantedPath }: Pair): Difference {
  const [expected, found] = toldApart(said(path, wanted), said(path, actual));
  return { path, wantedPath, expected, actual: found };
}

function said(path: string, value: Json): string {
  return `${path || '.'} ${isList(value) || isMap(value) ? 'is' : '='} ${shown(value)}`;
}

function shown(value: Json): string {
  if (isList(value)) return value.length === 1 ? 'a list of 1 item' : `a list of ${value.length} items`;
  if (isMap(value)) return 'an object';
  return JSON.stringify(typeof value === 'string' && value.length > 200 ? `${value.slice(0, 200)}…` : value);
}

function isList(value: Json): value is List {
  return Array.isArray(value);
}
