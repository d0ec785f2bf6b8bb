import { isMap, type JsonMap } from '../expectations/json-map.ts';
import type { Json } from '../model/json.ts';

/** Characters of an object up to which it is shown whole. */
const shownWhole = 16 * 1024;

/** Characters of a part of a larger object, which nobody asked for, up to which it is shown. */
const shownPart = 500;

/** What stands in place of a value that must not be seen; `...` accepts it. */
const masked = '***';

/**
 * An object as it is printed and judged: without what the server keeps for itself, without the values of a Secret, and
 * when it is large without the parts that `wanted` doesn't ask for.
 */
export function presentable(object: JsonMap, wanted: JsonMap): JsonMap {
  const plain = withoutValues(withoutNotes(object));
  return JSON.stringify(plain).length > shownWhole ? (excerpt(plain, wanted) as JsonMap) : plain;
}

/** What kubectl applied last holds a Secret's values once more. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function withoutNotes(object: JsonMap): JsonMap {
  if (!isMap(object.metadata)) return object;
  const { managedFields: _, annotations, ...metadata } = object.metadata;
  if (!isMap(annotations)) return { ...object, metadata };
  const { [lastApplied]: __, ...others } = annotations;
  const shown = Object.keys(others).length === 0 ? {} : { annotations: others };
  return { ...object, metadata: { ...metadata, ...shown } };
}

function withoutValues(object: JsonMap): JsonMap {
  const { apiVersion, kind } = object;
  if (apiVersion !== 'v1' || kind !== 'Secret') return object;
  const entries = Object.entries(object).map(([key, value]): [string, Json] =>
    (key === 'data' || key === 'stringData') && isMap(value) ? [key, maskAll(value)] : [key, value],
  );
  return Object.fromEntries(entries);
}

function maskAll(values: JsonMap): JsonMap {
  return Object.fromEntries(Object.keys(values).map((key) => [key, masked]));
}

/** Of maps on the way to what is asked for, other parts are shortened. */
function excerpt(value: Json, wanted: Json | undefined): Json {
  if (wanted === undefined) {
    const { length } = JSON.stringify(value);
    return length > shownPart ? `… ${length} characters …` : value;
  }
  if (!isMap(value) || !isMap(wanted)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, excerpt(item, wanted[key])]));
}
