import { badRequest } from './api-error.ts';
import type { KubeObject } from './object.ts';

export type Selector = (object: KubeObject) => boolean;

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export type LabelSelectorSpec = {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
};

/**
 * A label selector in query form: `app=web,tier!=db,env in (a,b),!legacy`.
 * @throws ApiError 400 when it is malformed.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function labelSelector(text: string): Selector {
  const tests = splitTop(text).map(labelRequirement);
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
}

/** A `spec.selector` with `matchLabels` and `matchExpressions`; an empty one selects everything. */
export function specSelector(spec: LabelSelectorSpec | undefined): Selector {
  const equal = Object.entries(spec?.matchLabels ?? {});
  const tests = (spec?.matchExpressions ?? []).map(({ key, operator, values = [] }) =>
    requirement(key, operator.toLowerCase(), values),
  );
  return ({ metadata: { labels = {} } }) =>
    equal.every(([key, value]) => labels[key] === value) && tests.every((test) => test(labels));
}

/** A field selector: `metadata.name=x,status.phase!=Running`. Missing fields count as empty. @throws ApiError 400 */
export function fieldSelector(text: string): Selector {
  const tests = fieldRequirements(text).map(
    ({ path, equal, value }) =>
      (object: KubeObject) =>
        (readField(object, path) === value) === equal,
  );
  return (object) => tests.every((test) => test(object));
}

type FieldRequirement = { readonly path: string; readonly equal: boolean; readonly value: string };

/** The parts of a field selector. @throws ApiError 400 when it is malformed */
export function fieldRequirements(text: string): FieldRequirement[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
      if (!match) throw badRequest(`invalid field selector: ${text}`);
      const [, path = '', operator, value = ''] = match;
      return { path, equal: operator !== '!=', value };
    });
}

type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

function labelRequirement(text: string): LabelTest {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set)
    return requirement(
      set[1] ?? '',
      set[2] ?? '',
      (set[3] ?? '').split(',').map((value) => value.trim()),
    );
  const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality)
    return requirement(equality[1] ?? '', equality[2] === '!=' ? 'notin' : 'in', [equality[3] ?? '']);
  const exists = /^(!?)\s*([^=!\s]+)$/.exec(text);
  if (exists) return requirement(exists[2] ?? '', exists[1] ? 'doesnotexist' : 'exists', []);
  throw badRequest(`unable to parse requirement: found '${text}', expected: identifier`);
}

function requirement(key: string, operator: string, values: readonly string[]): LabelTest {
  switch (operator) {
    case 'in':
      return (labels) => values.includes(labels[key] ?? '\0');
    case 'notin':
      return (labels) => !values.includes(labels[key] ?? '\0');
    case 'exists':
      return (labels) => key in labels;
    case 'doesnotexist':
      return (labels) => !(key in labels);
    default:
      throw badRequest(`"${operator}" is not a valid label selector operator`);
  }
}

function splitTop(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter(Boolean);
}

function readField(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const part of path.split('.')) {
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  }
  return value === undefined || value === null ? '' : String(value);
}
