import { labelValueProblems, qualifiedNameProblems } from '../admission/names.ts';
import { badRequest } from './api-error.ts';
import type { KubeObject } from './object.ts';
import { parseLabelSelector } from './parse-label-selector.ts';

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
  const tests = parseLabelSelector(text).map(({ key, operator, values }) => {
    checkLabels(key, values);
    return requirement(key, operator, values);
  });
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
}

/** @throws ApiError 400 for a key or a value that no label can have */
function checkLabels(key: string, values: readonly string[]): void {
  const [problem] = qualifiedNameProblems(key);
  if (problem)
    throw badRequest(`unable to parse requirement: <nil>: Invalid value: ${JSON.stringify(key)}: ${problem}`);
  for (const [index, value] of values.entries()) {
    const [wrong] = labelValueProblems(value);
    if (wrong)
      throw badRequest(
        `unable to parse requirement: values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong}`,
      );
  }
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
      const [, path, operator, value = ''] = /^([^=!]*)(==|!=|=)(.*)$/.exec(part) ?? [];
      if (path === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      const at = value.search(/[=!]/);
      if (at >= 0)
        throw badRequest(`invalid field selector: unescaped character in value: ${value.charCodeAt(at)}`);
      return { path, equal: operator !== '!=', value };
    });
}

type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

function requirement(key: string, operator: string, values: readonly string[]): LabelTest {
  const wanted = new Set(values);
  switch (operator) {
    case 'in':
      return (labels) => wanted.has(labels[key] ?? '\0');
    case 'notin':
      return (labels) => !wanted.has(labels[key] ?? '\0');
    case 'gt':
      return (labels) => Number(labels[key]) > Number(values[0]);
    case 'lt':
      return (labels) => Number(labels[key]) < Number(values[0]);
    case 'exists':
      return (labels) => key in labels;
    case 'doesnotexist':
      return (labels) => !(key in labels);
    default:
      throw badRequest(`"${operator}" is not a valid label selector operator`);
  }
}

function readField(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const part of path.split('.')) {
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  }
  return value === undefined || value === null ? '' : String(value);
}
