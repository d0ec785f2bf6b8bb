import { formatSelector } from '../columns.ts';
import { at, type Fields, isFields, numberAt } from '../fields.ts';
import type { Kind, ScalePaths } from '../kind.ts';
import type { KubeObject } from '../store/object.ts';

/** How many replicas something has and should have, in a form that all scalable kinds share. */
export type Scale = KubeObject & {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
};

type Scalable = Pick<Kind, 'scale'>;

const usualPaths: ScalePaths = {
  spec: 'spec.replicas',
  status: 'status.replicas',
  selector: 'spec.selector',
};

export function scaleOf(object: KubeObject, { scale = usualPaths }: Scalable): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = numberAt(object, scale.spec);
  const selector = scale.selector ? at(object, scale.selector) : '';
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: replicas ? { replicas } : {},
    status: {
      replicas: numberAt(object, scale.status),
      ...(selector ? { selector: typeof selector === 'string' ? selector : selectorText(selector) } : {}),
    },
  };
}

/** The object with another number of replicas. */
export const withReplicas = (
  object: KubeObject,
  { scale = usualPaths }: Scalable,
  replicas: number,
): KubeObject => withNumber(object, scale.spec, replicas);

/** The object with a number at a path; a copy of what lies on the way. */
function withNumber<T>(value: T, path: string, number: number): T {
  const [name = '', ...rest] = path.split('.');
  const fields: Fields = isFields(value) ? value : {};
  return { ...fields, [name]: rest.length ? withNumber(fields[name], rest.join('.'), number) : number } as T;
}

/** A selector is one of labels and expressions, or, of the first kinds, labels alone. */
function selectorText(selector: unknown): string {
  const isPlain = isFields(selector) && !('matchLabels' in selector || 'matchExpressions' in selector);
  const text = formatSelector(isPlain ? { matchLabels: selector } : selector);
  return text === '<none>' ? '' : text;
}
