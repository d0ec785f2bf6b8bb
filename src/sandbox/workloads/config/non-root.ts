import type { Container, PodObject } from '../../mesh/objects.ts';
import { ContainerConfigError } from './pod-fields.ts';

type Security = { readonly runAsUser?: number; readonly runAsNonRoot?: boolean };

/** What is asked of the user that a container's processes run as: the container's own word counts. */
function securityOf({ spec }: PodObject, container: Container): Security {
  const of = (owner: unknown): Security =>
    (owner as { readonly securityContext?: Security } | undefined)?.securityContext ?? {};
  return { ...of(spec), ...of(container) };
}

/**
 * Whether a container that may not run as root would. `user` is the image's; of an image whose user isn't known nothing
 * is said. @throws ContainerConfigError as the kubelet refuses it
 * @see kubernetes, pkg/kubelet/kuberuntime/security_context.go, verifyRunAsNonRoot
 */
export function verifyNonRoot(pod: PodObject, container: Container, user: number | string | undefined): void {
  const { runAsNonRoot = false, runAsUser } = securityOf(pod, container);
  if (!runAsNonRoot || (runAsUser ?? 0) > 0) return;
  const { name, namespace, uid = '' } = pod.metadata;
  const where = `(pod: "${name}_${namespace}(${uid})", container: ${container.name})`;
  if (runAsUser === 0)
    throw new ContainerConfigError(`container's runAsUser breaks non-root policy ${where}`);
  if (user === 0)
    throw new ContainerConfigError(`container has runAsNonRoot and image will run as root ${where}`);
  if (typeof user !== 'string') return;
  throw new ContainerConfigError(
    `container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root ${where}`,
  );
}
