import type { KubeObject, ObjectKey } from '../../apiserver/store/object.ts';
import { condition } from '../../controllers/conditions.ts';
import type { Condition } from '../../mesh/objects.ts';

/** What is still in a namespace that is being deleted. */
type Remaining = { readonly key: ObjectKey; readonly object: KubeObject };

/**
 * What a namespace that is being deleted says of what is left in it.
 * @see kubernetes, pkg/controller/namespace/deletion/status_condition_utils.go
 */
export function terminatingConditions(remaining: readonly Remaining[]): readonly Condition[] {
  const kinds = remaining.map(({ key: { resource } }) =>
    resource.includes('.') ? resource : `${resource}.`,
  );
  const finalizers = remaining.flatMap(({ object }) => object.metadata.finalizers ?? []);
  return [
    no('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    no(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    no(
      'NamespaceDeletionContentFailure',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    kinds.length === 0
      ? no('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : yes(
          'NamespaceContentRemaining',
          'SomeResourcesRemain',
          `Some resources are remaining: ${counted(kinds, 'has')}`,
        ),
    finalizers.length === 0
      ? no(
          'NamespaceFinalizersRemaining',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        )
      : yes(
          'NamespaceFinalizersRemaining',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${counted(finalizers, 'in')}`,
        ),
  ];
}

function counted(names: readonly string[], verb: string): string {
  return [...new Set(names)]
    .toSorted()
    .map((name) => `${name} ${verb} ${names.filter((other) => other === name).length} resource instances`)
    .join(', ');
}

function no(type: string, reason: string, message: string): Condition {
  return condition(type, false, { reason, message });
}

function yes(type: string, reason: string, message: string): Condition {
  return condition(type, true, { reason, message });
}
