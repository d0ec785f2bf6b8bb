import { fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { fractionWarning } from '../pod/container-warnings.ts';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** What of a claim is old, or no amount of bytes. @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/api/persistentvolumeclaim/util.go */
export const claimWarnings = ({ metadata, spec }: KubeObject): readonly string[] => [
  ...(metadata.annotations && Object.hasOwn(metadata.annotations, classAnnotation)
    ? [
        `metadata.annotations[${classAnnotation}]: deprecated since v1.8; use "storageClassName" attribute instead`,
      ]
    : []),
  ...['requests', 'limits'].flatMap((list) =>
    fractionWarning(fieldsAt({ spec }, 'spec'), { resource: 'storage', list, path: 'spec' }),
  ),
];
