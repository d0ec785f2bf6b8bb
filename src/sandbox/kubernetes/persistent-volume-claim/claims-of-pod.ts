import type { PodObject } from '../../mesh/objects.ts';

/** The claims whose volumes a pod mounts; those of ephemeral volumes are named after the pod. */
export const claimNames = ({ metadata, spec }: PodObject): readonly string[] =>
  (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return [persistentVolumeClaim.claimName];
    return ephemeral ? [`${metadata.name}-${name}`] : [];
  });
