import type { ContainerTarget } from '../../workloads/runtime.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import { badRequest } from '../store/api-error.ts';

type Named = { readonly name: string };
type PodSpec = {
  readonly containers?: readonly Named[];
  readonly initContainers?: readonly Named[];
  readonly ephemeralContainers?: readonly Named[];
};

/** The container that a request names; the only one when it names none. @throws ApiError NotFound, or 400 */
export function targetOf(request: ResourceRequest): ContainerTarget {
  const pod = requireObject(request);
  const { containers = [], initContainers = [], ephemeralContainers = [] } = (pod.spec ?? {}) as PodSpec;
  const names = containers.map(({ name }) => name);
  const wanted = request.query.get('container');
  if (!wanted && names.length > 1)
    throw badRequest(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]${initText(initContainers)}`,
    );
  const container = wanted || names[0];
  const known = [...names, ...[...initContainers, ...ephemeralContainers].map(({ name }) => name)];
  if (container && known.includes(container)) return { pod, container };
  throw badRequest(`container ${container ?? ''} is not valid for pod ${pod.metadata.name}`);
}

/** Init containers may be named too. */
const initText = (init: readonly Named[]): string =>
  init.length === 0 ? '' : ` or one of the init containers: [${init.map(({ name }) => name).join(' ')}]`;
