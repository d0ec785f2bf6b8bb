import type { Kind, KindBehaviour } from '../kind.ts';
import type { CustomKinds } from '../kinds/registry.ts';
import type { Definitions } from '../schemas/schema.ts';
import type { KubeObject } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { customKind } from './custom-kind.ts';
import type { CustomResourceDefinition } from './definition.ts';

/** The resource of which each object defines a kind. */
export const definitionResource = 'customresourcedefinitions.apiextensions.k8s.io';

export type CustomKindOptions = {
  /** What schemas of custom resources may refer to: `metadata` is that of built-in kinds. */
  readonly definitions: Definitions;
  /** How some kinds behave beyond their definition, by `group/Kind`. */
  readonly behaviours: ReadonlyMap<string, KindBehaviour>;
};

/** The kinds that the definitions of a store add, once they are established. */
export function customKinds(store: Store, options: CustomKindOptions): CustomKinds {
  // A definition's kind is made once; a changed one is another value.
  const made = new WeakMap<object, { readonly status: unknown; readonly kind: Kind | undefined }>();
  const kindOf = (object: KubeObject): Kind | undefined => {
    const definition = object as CustomResourceDefinition;
    const { spec, status } = definition;
    const known = made.get(spec);
    if (known && known.status === status) return known.kind;
    const kind = isEstablished(definition) ? customKind(definition, options) : undefined;
    made.set(spec, { status, kind });
    return kind;
  };
  const sorted = (objects: readonly KubeObject[]): readonly Kind[] =>
    objects
      .flatMap((object) => kindOf(object) ?? [])
      .sort((a, b) => (a.group === b.group ? 0 : a.group < b.group ? -1 : 1));
  // Asked for again and again, and seldom another.
  let known: readonly KubeObject[] = [];
  let kinds: readonly Kind[] = [];
  return {
    all: () => {
      const objects = store.list(definitionResource);
      const isSame = objects.length === known.length && objects.every((object, at) => object === known[at]);
      if (!isSame) kinds = sorted(objects);
      known = objects;
      return kinds;
    },
    named: (resource) => {
      const object = store.get({ resource: definitionResource, namespace: '', name: resource });
      return object && kindOf(object);
    },
  };
}

const isEstablished = ({ status }: CustomResourceDefinition): boolean =>
  status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false;
