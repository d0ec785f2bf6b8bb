import { isRecord } from '../body.ts';
import { isEqual } from '../equal.ts';
import { badRequest } from '../store/api-error.ts';
import { define } from './merge-patch.ts';

/** The key by which items of the list at a path are told apart; undefined for lists that are replaced whole. */
type MergeKeyOf = (path: readonly string[]) => string | undefined;

type Fields = Record<string, unknown>;

/**
 * Applies a strategic merge patch: lists with a merge key merge item by item, and the directives `$patch`,
 * `$retainKeys`, `$deleteFromPrimitiveList` and `$setElementOrder` are obeyed. Changes nothing in place.
 * @throws ApiError 400 for a directive that makes no sense
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export const strategicMerge = (target: unknown, patch: unknown, mergeKeyOf: MergeKeyOf): unknown =>
  merge(target, patch, { path: [], mergeKeyOf });

/** Where in the object a merge is. */
type Place = { readonly path: readonly string[]; readonly mergeKeyOf: MergeKeyOf };

const within = ({ path, mergeKeyOf }: Place, name: string): Place => ({ path: [...path, name], mergeKeyOf });

const keyAt = ({ path, mergeKeyOf }: Place): string | undefined => mergeKeyOf(path);

function merge(target: unknown, patch: unknown, place: Place): unknown {
  if (!isRecord(patch)) return patch;
  const { $patch: directive, $retainKeys: retain, ...fields } = patch;
  if (directive === 'replace') return withoutDirectives(fields);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw badRequest(`Unknown patch type: ${directive}`);
  const merged: Fields = retained(isRecord(target) ? { ...target } : {}, retain);
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith('$')) continue;
    if (value === null) delete merged[name];
    else define(merged, name, mergeField(merged[name], value, within(place, name)));
  }
  const before: Fields = isRecord(target) ? target : {};
  return Object.entries(fields).reduce(
    (result, field) => obeyed({ merged: result, before }, field, place),
    merged,
  );
}

function mergeField(current: unknown, value: unknown, place: Place): unknown {
  if (!Array.isArray(value)) return merge(current, value, place);
  const present: unknown[] = Array.isArray(current) ? current : [];
  if (keyAt(place)) return mergeLists(present, value, place);
  if (place.path.at(-1) === 'finalizers') return [...new Set([...present, ...value])];
  return value.map(withoutDirectives);
}

function mergeLists(current: readonly unknown[], patch: readonly unknown[], place: Place): unknown[] {
  const key = keyAt(place) ?? '';
  const items = patch.filter(isRecord);
  if (items.length !== patch.length)
    throw badRequest(`patch of ${place.path.join('.')}: expected a list of objects`);
  const merged = items.some((item) => item.$patch === 'replace') ? [] : [...current];
  for (const { $patch: directive, ...item } of items) {
    if (directive === 'replace' && !(key in item)) continue;
    if (!(key in item))
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const at = merged.findIndex((present) => isRecord(present) && isEqual(present[key], item[key]));
    if (directive === 'delete') merged.splice(at, at < 0 ? 0 : 1);
    else if (at < 0) merged.push(merge({}, item, place));
    else merged[at] = merge(merged[at], item, place);
  }
  return ordered(merged, { order: items, before: current, key });
}

/** The object after a directive that stands beside the field it is about: `$setElementOrder/ports`. */
function obeyed(
  { merged, before }: { readonly merged: Fields; readonly before: Fields },
  [directive, value]: readonly [string, unknown],
  place: Place,
): Fields {
  const [, word, name] = /^\$(setElementOrder|deleteFromPrimitiveList)\/(.+)$/.exec(directive) ?? [];
  const list = name === undefined ? undefined : merged[name];
  if (!word || !name || !Array.isArray(list)) return merged;
  if (!Array.isArray(value)) throw badRequest(`${directive} is not a list`);
  const obeying =
    word === 'setElementOrder'
      ? ordered(list, { order: value, before: listIn(before[name]), key: keyAt(within(place, name)) })
      : list.filter((item) => !value.includes(item));
  return { ...merged, [name]: obeying };
}

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

type Order = {
  /** Items, or what tells them apart, in the order that is wanted. */
  readonly order: readonly unknown[];
  /** The list as it was. */
  readonly before: readonly unknown[];
  readonly key: string | undefined;
};

/**
 * Items named in the order come in it; others come before the first of them that was behind them in the list as it was.
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/util/strategicpatch#StrategicMergePatch
 */
function ordered(list: readonly unknown[], { order, before, key }: Order): unknown[] {
  const idOf = (item: unknown) => (key && isRecord(item) ? item[key] : item);
  const placeIn = (items: readonly unknown[], item: unknown) =>
    items.findIndex((other) => isEqual(idOf(other), idOf(item)));
  const named = list
    .filter((item) => placeIn(order, item) >= 0)
    .sort((a, b) => placeIn(order, a) - placeIn(order, b));
  const others = list.filter((item) => placeIn(order, item) < 0);
  const isBehind = (item: unknown, other: unknown) => {
    const [place, otherPlace] = [placeIn(before, item), placeIn(before, other)];
    return place >= 0 && otherPlace >= 0 && place > otherPlace;
  };
  const result: unknown[] = [];
  for (const item of named) {
    while (others.length > 0 && isBehind(item, others[0])) result.push(others.shift());
    result.push(item);
  }
  return [...result, ...others];
}

function retained(target: Fields, retain: unknown): Fields {
  if (!Array.isArray(retain)) return target;
  return Object.fromEntries(Object.entries(target).filter(([name]) => retain.includes(name)));
}

/** What replaces has nothing to merge with, so that its directives have no meaning left. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([name, field]) => !name.startsWith('$') && field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutDirectives(field)]));
}
