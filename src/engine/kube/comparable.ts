import { stringify } from 'yaml';
import { isMap, type JsonMap } from '../expectations/json-map.ts';
import type { Json } from '../model/json.ts';

/** What every change of an object changes, what is another at each try, and what the server keeps for itself. */
const noise: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
]);

/** What kubectl applied last holds the whole object once more, secrets included. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Two states of an object as YAML that differ where a person would say that the object differs. */
type Comparable = { readonly before: string; readonly after: string };

/**
 * Makes two states of an object comparable: without noise, without a status (which no manifest sets), and of a Secret
 * without its values, where it only shows which are others. @param before Undefined when there is no object.
 */
export function comparable(before: JsonMap | undefined, after: JsonMap): Comparable {
  const [old, now] = [before === undefined ? undefined : plain(before), plain(after)];
  const isSecret = now.kind === 'Secret' && now.apiVersion === 'v1';
  const shown = (object: JsonMap, other: JsonMap | undefined, which: string): string =>
    stringify(isSecret ? hidden(object, other, which) : object, { lineWidth: 0 });
  return {
    before: old === undefined ? '' : shown(old, now, 'before'),
    after: shown(now, old, 'after'),
  };
}

function plain(object: JsonMap): JsonMap {
  const { status: _, metadata, ...rest } = object;
  if (!isMap(metadata)) return rest;
  const kept = Object.entries(metadata).flatMap(([key, value]): [string, Json][] => {
    if (noise.has(key)) return [];
    if (key !== 'annotations' || !isMap(value)) return [[key, value]];
    const { [lastApplied]: _last, ...annotations } = value;
    return Object.keys(annotations).length === 0 ? [] : [[key, annotations]];
  });
  const { apiVersion, kind, ...others } = rest;
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    metadata: Object.fromEntries(kept),
    ...others,
  };
}

/** A Secret whose values are masked; where the other state has another value, the mask says which state this is. */
function hidden(secret: JsonMap, other: JsonMap | undefined, which: string): JsonMap {
  const entries = Object.entries(secret).map(([key, values]): [string, Json] => {
    if ((key !== 'data' && key !== 'stringData') || !isMap(values)) return [key, values];
    const others = isMap(other?.[key]) ? other[key] : {};
    const masked = Object.entries(values).map(([name, value]) => [
      name,
      others[name] === undefined || others[name] === value ? '***' : `*** (${which})`,
    ]);
    return [key, Object.fromEntries(masked)];
  });
  return Object.fromEntries(entries);
}
