import type { Kind } from '../kind.ts';
import type { WireTypes } from '../protobuf/wire-types.ts';
import { resourceName } from '../store/object.ts';

/** The kinds that one API server serves, and the ways to find one. */
export type KindRegistry = {
  readonly all: readonly Kind[];
  /** By the name of `ObjectKey.resource`: `pods`, `deployments.apps`. */
  byResource(resource: string): Kind | undefined;
  /** By the parts of a URL: (`apps`, `v1`, `deployments`). */
  byPath(group: string, version: string, plural: string): Kind | undefined;
  /** By the parts of an object's type; any version when left out. */
  byKind(group: string, version: string | undefined, kind: string): Kind | undefined;
  /** What reading protobuf needs; it is loaded when a client sends some. */
  loadWireTypes(): Promise<WireTypes>;
};

/** Kinds that come and go. */
export type CustomKinds = {
  all(): readonly Kind[];
  /** By plural and group: `widgets.example.com`, which is the name of the definition too. */
  named(resource: string): Kind | undefined;
};

const serves = (kind: Kind | undefined, version: string | undefined): Kind | undefined =>
  kind && (version === undefined || kind.versions.includes(version)) ? kind : undefined;

/** Kinds that are always there, and those that definitions in the store add. */
export function createKindRegistry(
  builtIn: readonly Kind[],
  custom: CustomKinds,
  loadWireTypes: KindRegistry['loadWireTypes'],
): KindRegistry {
  const resources = new Map(builtIn.map((kind) => [resourceName(kind.group, kind.plural), kind]));
  const types = new Map(builtIn.map((kind) => [`${kind.group}/${kind.kind}`, kind]));
  let known: readonly Kind[] = [];
  let all: readonly Kind[] = builtIn;
  const byResource = (resource: string) => resources.get(resource) ?? custom.named(resource);
  return {
    get all() {
      const added = custom.all();
      if (added !== known) all = [...builtIn, ...added];
      known = added;
      return all;
    },
    byResource,
    loadWireTypes,
    byPath: (group, version, plural) => serves(byResource(resourceName(group, plural)), version),
    byKind: (group, version, kind) =>
      serves(
        types.get(`${group}/${kind}`) ?? custom.all().find((one) => one.group === group && one.kind === kind),
        version,
      ),
  };
}
