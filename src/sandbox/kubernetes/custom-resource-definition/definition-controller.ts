import { definitionResource } from '../../apiserver/custom/custom-kinds.ts';
import type { CustomResourceDefinition, DefinitionNames } from '../../apiserver/custom/definition.ts';
import { deleteObject } from '../../apiserver/store/delete.ts';
import type { ObjectKey } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import type { Condition } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { type NameConflict, nameConflict } from './name-conflict.ts';

/** Keeps a definition until its objects are gone. */
export const finalizer = 'customresourcecleanup.apiextensions.k8s.io';
/** How long the objects of a kind that goes are waited for, in milliseconds. */
const retryMs = 20;

/** Has a new kind served, unless another has its names, and takes its objects along when it goes. */
export const definitions: Controller = {
  name: 'customresourcedefinition-controller',
  watches: [definitionResource],
  delay: 0.5,
  // A definition that goes may free the names that another waits for.
  enqueue: (changed, world) => (world.store.get(changed) ? [changed] : keysOf(world, definitionResource)),
  reconcile(key, world) {
    const definition = world.store.get<CustomResourceDefinition>(key);
    if (!definition) return undefined;
    if (definition.metadata.deletionTimestamp) return cleanUp(world, key, definition);
    establish(world, key, definition);
    return undefined;
  },
};

function establish(world: World, key: ObjectKey, definition: CustomResourceDefinition): void {
  const others = world.store.list<CustomResourceDefinition>(definitionResource);
  const conflict = nameConflict(definition, others);
  const { names } = definition.spec;
  const conditions = mergeConditions(world, conditionsOf(definition), wanted(definition, conflict));
  const acceptedNames = conflict ? (definition.status?.acceptedNames ?? { plural: '', kind: '' }) : names;
  write(world, key, { acceptedNames, conditions });
}

/** Names are accepted before the kind is served, and one that is served stays so. */
function wanted(
  definition: CustomResourceDefinition,
  conflict: NameConflict | undefined,
): readonly Condition[] {
  const isServed = conditionsOf(definition).some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
  const accepted = conflict
    ? { type: 'NamesAccepted', status: 'False', ...conflict }
    : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const initial = { reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' };
  const established =
    isServed || !conflict
      ? { type: 'Established', status: 'True', ...initial }
      : {
          type: 'Established',
          status: 'False',
          reason: 'NotAccepted',
          message: 'not all names are accepted',
        };
  return [accepted, established] as readonly Condition[];
}

const conditionsOf = ({ status }: CustomResourceDefinition): readonly Condition[] =>
  (status?.conditions ?? []) as readonly Condition[];

function write(
  world: World,
  key: ObjectKey,
  status: { readonly acceptedNames?: Partial<DefinitionNames>; readonly conditions: readonly Condition[] },
): void {
  world.store.mutate<CustomResourceDefinition>(key, (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      finalizers: [...new Set([...(object.metadata.finalizers ?? []), finalizer])],
    },
    status: { ...object.status, ...status } as NonNullable<CustomResourceDefinition['status']>,
  }));
}

function cleanUp(
  world: World,
  key: ObjectKey,
  definition: CustomResourceDefinition,
): { readonly requeueAfterMs: number } | undefined {
  if (!definition.metadata.finalizers?.includes(finalizer)) return undefined;
  const resource = key.name;
  for (const object of world.store.list(resource))
    if (!object.metadata.deletionTimestamp) deleteObject(world.store, keyOf(resource, object));
  if (world.store.list(resource).length) {
    tellThatItEnds(world, key, definition);
    return { requeueAfterMs: Math.max(retryMs, world.clock.latencyMs / 2) };
  }
  const left = world.store.mutate<CustomResourceDefinition>(key, (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      finalizers: (object.metadata.finalizers ?? []).filter((name) => name !== finalizer),
    },
  }));
  if (left && !left.metadata.finalizers?.length) world.store.remove(key);
  return undefined;
}

function tellThatItEnds(world: World, key: ObjectKey, definition: CustomResourceDefinition): void {
  const terminating = {
    type: 'Terminating',
    status: 'True',
    reason: 'InstanceDeletionInProgress',
    message: 'CustomResource deletion is in progress',
  } as Condition;
  world.store.mutate<CustomResourceDefinition>(key, (object) => ({
    ...object,
    status: {
      ...object.status,
      conditions: mergeConditions(world, conditionsOf(definition), [terminating]),
    } as NonNullable<CustomResourceDefinition['status']>,
  }));
}
