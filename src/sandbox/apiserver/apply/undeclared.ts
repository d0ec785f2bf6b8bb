import { unknownFields } from '../admission/admit.ts';
import { isRecord } from '../body.ts';
import type { Kind } from '../kind.ts';
import { ApiError } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { formatPath, keyStep, type OwnershipOf, pathOf, type Step } from './field-paths.ts';

/**
 * Refuses fields that the kind doesn't declare: server-side apply needs a type for every field it is to own,
 * whatever `fieldValidation` says, and so a server answers before it decodes strictly.
 * @throws ApiError 500, as the server lets this error through as it is
 * @see https://github.com/kubernetes-sigs/structured-merge-diff/blob/master/typed/validate.go
 */
export function refuseUndeclared(
  kind: Kind,
  { applied, ownershipOf }: { readonly applied: KubeObject; readonly ownershipOf: OwnershipOf },
): void {
  const problems = unknownFields(kind, applied).map(
    (place) => `${placeName(stepsTo(place, applied, ownershipOf))}: field not declared in schema`,
  );
  if (problems.length === 0) return;
  const { apiVersion, metadata } = applied;
  const what = `${metadata.namespace ?? ''}/${metadata.name}; ${apiVersion}, Kind=${kind.kind}`;
  const told =
    problems.length === 1 ? problems[0] : ['errors:', ...problems.map((text) => `  ${text}`)].join('\n');
  throw new ApiError(500, '', `failed to create typed patch object (${what}): ${told}`);
}

/** A field may have the empty name, and then nothing is left to call it by. */
const placeName = (steps: readonly Step[]): string => (steps.length > 0 ? formatPath(pathOf(steps)) : '.');

/** From `spec.listeners[0].foo` to the steps of the same place, with list items by their keys. */
function stepsTo(place: string, object: KubeObject, ownershipOf: OwnershipOf): readonly Step[] {
  const names: string[] = [];
  const steps: Step[] = [];
  let value: unknown = object;
  for (const [, name, index] of place.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (index !== undefined && Array.isArray(value)) {
      const ownership = ownershipOf(names);
      value = value[Number(index)];
      steps.push(typeof ownership === 'object' ? keyStep(value, ownership.keys) : `i:${index}`);
    } else if (name !== undefined) {
      names.push(name);
      steps.push(`f:${name}`);
      value = isRecord(value) ? value[name] : undefined;
    }
  }
  return steps;
}
