import type { Kind } from './kind.ts';

type Naming = Pick<Kind, 'kind' | 'plural' | 'columns'> & Partial<Kind>;

/** A built-in kind: namespaced, version v1, strategic merge patch, unless said otherwise. */
export const builtIn = (kind: Naming): Kind => ({ ...common(kind), custom: false, ...kind });

/** A custom resource: as `builtIn`, but with a status subresource and JSON merge patch. */
export const customResource = (kind: Naming): Kind => ({
  ...common(kind),
  custom: true,
  subresources: ['status'],
  ...kind,
});

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
