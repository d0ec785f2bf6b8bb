import { established } from '../apiserver/custom/established.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { finalizer } from '../kubernetes/custom-resource-definition/definition-controller.ts';
import { meshDefinitions } from '../mesh/kinds/definitions.ts';

/** What `kubectl get crd` lists on a new cluster. */
export const customResourceDefinitions = (time: string): readonly KubeObject[] =>
  meshDefinitions()
    .map((definition) => established(definition, time))
    .map((object) => ({ ...object, metadata: { ...object.metadata, finalizers: [finalizer] } }));
