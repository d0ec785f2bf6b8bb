import { schemaOf } from '../schemas/documents.ts';
import type { KubeObject } from '../store/object.ts';
import type { Kind } from './kind.ts';
import { withDefaults } from './schema-defaults.ts';

type Naming = Pick<Kind, 'kind' | 'plural' | 'columns'> & Partial<Kind>;

/** A built-in kind: namespaced, version v1, strategic merge patch, unless said otherwise. */
export const builtIn = (kind: Naming): Kind => ({ ...common(kind), custom: false, ...kind });

/** A custom resource: with a status subresource, JSON merge patch, and defaults by its schema. */
export function customResource(kind: Naming): Kind {
  const named = { ...common(kind), ...kind };
  return {
    ...common(kind),
    custom: true,
    subresources: ['status'],
    default: (object) => withDefaults(object, schemaOf(named).schema) as KubeObject,
    ...kind,
  };
}

const common = ({ kind }: Naming) =>
  ({
    group: '',
    versions: ['v1'],
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    subresources: [],
  }) as const;
