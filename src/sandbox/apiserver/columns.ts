import { at, fieldsAt, listAt, numberAt, textAt } from './fields.ts';
import { timeSince } from './human-duration.ts';
import type { Column } from './kind.ts';
import type { KubeObject } from './store/object.ts';

/** The first column of nearly every table. */
export const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: ({ metadata }) => metadata.name,
};

const age: Column['cell'] = ({ metadata }, now) => timeSince(metadata.creationTimestamp, now);

/** Age of a built-in kind. */
export const ageColumn: Column = { name: 'Age', type: 'string', cell: age };

/** Age of a custom resource, which the server calls a date. */
export const dateAgeColumn: Column = { name: 'Age', type: 'date', cell: age };

/** A column of text computed from the object. */
export const textColumn = (name: string, cell: (object: KubeObject, now: Date) => string): Column => ({
  name,
  type: 'string',
  cell,
});

/** A column with the number at a path, 0 when there is none. */
export const numberColumn = (name: string, path: string): Column => ({
  name,
  type: 'integer',
  cell: (object) => numberAt(object, path),
});

/** The same column, shown only with `-o wide`. */
export const wide = (column: Column): Column => ({ ...column, wide: true });

/** `True`, `False`, `Unknown`, or '' when the object has no such condition. */
export const conditionStatus = (object: KubeObject, type: string): string =>
  textAt(
    listAt(object, 'status.conditions').find((condition) => at(condition, 'type') === type),
    'status',
  );

/** `a=1,b=2` sorted by key, or `<none>`. */
export function formatLabels(labels: unknown): string {
  const entries = Object.entries(fieldsAt({ labels }, 'labels')).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => `${key}=${value}`).join(',') || '<none>';
}

/** A `matchLabels`/`matchExpressions` selector as one line, `<none>` when it selects by nothing. */
export function formatSelector(selector: unknown): string {
  const labels = Object.entries(fieldsAt(selector, 'matchLabels')).map(([key, value]) => ({
    key,
    text: `${key}=${value}`,
  }));
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key');
    const values = `(${[...listAt(expression, 'values')].sort().join(',')})`;
    const operators: Readonly<Record<string, string>> = {
      In: `${key} in ${values}`,
      NotIn: `${key} notin ${values}`,
      Exists: key,
      DoesNotExist: `!${key}`,
    };
    return { key, text: operators[textAt(expression, 'operator')] ?? key };
  });
  const parts = [...labels, ...expressions].sort((a, b) => (a.key < b.key ? -1 : 1));
  return parts.map(({ text }) => text).join(',') || '<none>';
}

/** CONTAINERS, IMAGES and SELECTOR, which every workload kind shows with `-o wide`. */
export const workloadColumns: readonly Column[] = [
  wide(textColumn('Containers', (object) => ofContainers(object, 'name'))),
  wide(textColumn('Images', (object) => ofContainers(object, 'image'))),
  wide(textColumn('Selector', (object) => formatSelector(at(object, 'spec.selector')))),
];

const ofContainers = (object: KubeObject, field: string): string =>
  listAt(object, 'spec.template.spec.containers')
    .map((container) => textAt(container, field))
    .join(',');

/** Shows at most three entries, then how many more there are. */
export function firstThree(entries: readonly string[], none: string): string {
  if (!entries.length) return none;
  const more = entries.length - 3;
  return `${entries.slice(0, 3).join(',')}${more > 0 ? ` + ${more} more...` : ''}`;
}
