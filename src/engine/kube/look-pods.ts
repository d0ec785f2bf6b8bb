import type { Sighting } from '../model/finding.ts';
import { lookOf, merge, nothing, type Place, read, type Seen } from './seen.ts';

type ContainerState = {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly message?: string; readonly exitCode?: number };
};

type ContainerStatus = {
  readonly name: string;
  readonly image?: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
};

type Pod = {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
};

/** Of how many pods the log is read, and how much of it. */
const mostLogs = 2;
const logLines = 8;
const logBytes = 4_096;

/** The pods of a namespace that are not ready, why, and what they printed last. */
export async function lookAtPods(place: Place): Promise<Seen> {
  const { namespace, kubectl } = place;
  const pods = await read<{ readonly items: readonly Pod[] }>(
    place,
    `/api/v1/namespaces/${namespace}/pods?limit=500`,
  );
  const unready = pods?.items.filter(isUnready) ?? [];
  if (unready.length === 0) return nothing;
  const title = `pods in ${namespace} that are not ready`;
  const logs = unready.flatMap((pod) =>
    loggedContainers(pod).map((container) => lookAtLog(place, pod, container)),
  );
  const seen = {
    looks: [lookOf(title, unready.map(told), `${kubectl} get pods`)],
    sightings: unready.map((pod) => sightingOf(place, pod)),
  };
  return merge([
    seen,
    ...(await Promise.all(logs.slice(0, mostLogs).map((log) => log.catch(() => nothing)))),
  ]);
}

function isUnready({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined || status?.phase === 'Succeeded') return false;
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True';
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** The container that keeps a pod from being ready, as far as it can be told. */
function culpritOf(pod: Pod): ContainerStatus | undefined {
  const unready = statusesOf(pod).filter(({ ready, state }) => !ready && state?.terminated?.exitCode !== 0);
  return unready.find(({ state }) => state?.waiting?.reason !== undefined) ?? unready[0];
}

type Why = { readonly reason: string; readonly message?: string };

function whyOf(pod: Pod): Why {
  const { state, lastState } = culpritOf(pod) ?? {};
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  const now = state?.waiting ?? state?.terminated ?? unscheduled;
  const ended = lastState?.terminated ?? state?.terminated;
  const code = ended?.exitCode === undefined ? '' : `its container ended with exit code ${ended.exitCode}`;
  const message = [code, now?.message ?? ''].filter(Boolean).join('; ');
  const reason =
    now?.reason ?? (pod.status?.phase === 'Running' ? 'NotReady' : (pod.status?.phase ?? 'Unknown'));
  return { reason, ...(message === '' ? {} : { message }) };
}

function told(pod: Pod): string {
  const statuses = pod.status?.containerStatuses ?? [];
  const ready = `${statuses.filter((status) => status.ready).length}/${pod.spec.containers.length}`;
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const { reason, message } = whyOf(pod);
  const again = restarts > 0 ? `  ${restarts} restart${restarts === 1 ? '' : 's'}` : '';
  return `${pod.metadata.name}  ${ready}  ${reason}${again}${message === undefined ? '' : `  ${message}`}`;
}

function sightingOf({ context, namespace }: Place, pod: Pod): Sighting {
  const image = culpritOf(pod)?.image;
  return {
    kind: 'pod',
    context,
    namespace,
    name: pod.metadata.name,
    ...whyOf(pod),
    ...(image === undefined ? {} : { image }),
  };
}

/** Containers that have printed something: the culprit, if it has ever run. */
function loggedContainers(pod: Pod): readonly ContainerStatus[] {
  const culprit = culpritOf(pod);
  const hasRun = culprit?.state?.waiting === undefined || culprit.lastState?.terminated !== undefined;
  return culprit !== undefined && hasRun ? [culprit] : [];
}

async function lookAtLog(place: Place, pod: Pod, { name, state }: ContainerStatus): Promise<Seen> {
  const { client, signal, namespace, kubectl } = place;
  // A container that waits to be started again has nothing to say; the one before it has.
  const previous = state?.waiting !== undefined;
  const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/log`;
  const query = `container=${name}&tailLines=${logLines}&limitBytes=${logBytes}${previous ? '&previous=true' : ''}`;
  const { status, body } = await client.send({
    method: 'GET',
    path: `${path}?${query}`,
    accept: '*/*',
    signal,
  });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (status !== 200 || text.trim() === '') return nothing;
  const command = `${kubectl} logs ${pod.metadata.name} -c ${name} --tail ${logLines}${previous ? ' --previous' : ''}`;
  return {
    looks: [lookOf(`log of ${pod.metadata.name}`, text.trimEnd().split('\n').slice(-logLines), command)],
    sightings: [],
  };
}
