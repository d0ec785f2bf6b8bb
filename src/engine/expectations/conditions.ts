import type { Json } from '../model/json.ts';
import { isList, isMap, type JsonMap } from './json-map.ts';

/**
 * An object whose status says nothing about an earlier generation of it: a condition that does is `Unknown`, a status
 * that does is a text that says so. What a condition doesn't say itself, its status says for it.
 * @see https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/wait/condition.go
 */
export function asObserved(object: JsonMap): JsonMap {
  const { status } = object;
  const generation = generationAt(object.metadata, 'generation');
  if (!isMap(status) || generation === undefined) return object;
  const observed = generationAt(status, 'observedGeneration');
  const isStale = observed !== undefined && observed < generation;
  if (isStale && !hasOwnGenerations(status)) return { ...object, status: staleText(observed, generation) };
  return { ...object, status: observedIn(status, { generation, observed }) };
}

/** All conditions of an object as they stand for it now; of a route those of each parent, of a policy of each ancestor. */
export function conditionsOf({ metadata, status }: JsonMap): readonly JsonMap[] {
  if (!isMap(status)) return [];
  const generation = generationAt(metadata, 'generation') ?? 0;
  const observed = generationAt(status, 'observedGeneration');
  const parts = [status, ...['parents', 'ancestors'].flatMap((key) => listAt(status, key))];
  return parts
    .flatMap((part) => listAt(part, 'conditions'))
    .map((condition) => observedCondition(condition, { generation, observed }));
}

function listAt(map: JsonMap, key: string): readonly JsonMap[] {
  const list = map[key];
  return isList(list) ? list.filter(isMap) : [];
}

/** What is said instead of the reason of a condition. */
function staleText(observed: number, generation: number): string {
  return `still that of generation ${observed}, while the object is at ${generation}`;
}

type Generations = { readonly generation: number; readonly observed: number | undefined };

function observedIn(value: Json, generations: Generations): Json {
  if (isList(value)) return value.map((item) => observedIn(item, generations));
  if (!isMap(value)) return value;
  if (isCondition(value)) return observedCondition(value, generations);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, observedIn(item, generations)]));
}

function observedCondition(condition: JsonMap, { generation, observed }: Generations): JsonMap {
  const own = generationAt(condition, 'observedGeneration') ?? observed;
  if (own === undefined || own >= generation) return condition;
  return { ...condition, status: 'Unknown', reason: 'Stale', message: staleText(own, generation) };
}

function hasOwnGenerations({ conditions }: JsonMap): boolean {
  if (!isList(conditions)) return false;
  return conditions.some((item) => generationAt(item, 'observedGeneration') !== undefined);
}

function isCondition({ type, status }: JsonMap): boolean {
  return typeof type === 'string' && typeof status === 'string';
}

/** A generation, of which 0 says nothing; some APIs write it as a text. */
function generationAt(value: Json | undefined, key: string): number | undefined {
  const found = isMap(value) ? value[key] : undefined;
  const generation = typeof found === 'string' || typeof found === 'number' ? Number(found) : 0;
  return generation > 0 ? generation : undefined;
}
