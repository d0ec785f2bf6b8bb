import type { KubeObject } from '../../../apiserver/store/object.ts';
import type { GatewayObject } from '../../../mesh/objects.ts';
import { ApiFailure, ask, find, gatewaysPath } from '../api.ts';
import { type Call, type Command, CommandError } from '../command.ts';
import { milliseconds } from '../flags.ts';
import { forFlag, revisionFlag, waypointGateway } from './gateway.ts';
import { isProgrammed, pollEvery, timeoutFlag } from './programmed.ts';

const useWaypoint = 'istio.io/use-waypoint';

/** `istioctl waypoint apply`: makes or changes a waypoint, by server-side apply, and enrols its namespace. */
export const apply: Command = {
  names: ['apply'],
  about: 'Make a waypoint',
  flags: [
    forFlag,
    revisionFlag,
    { name: 'enroll-namespace', type: 'bool', help: 'label the namespace with the name of the waypoint' },
    { name: 'overwrite', type: 'bool', help: 'replace the waypoint that the namespace has' },
    { name: 'wait', letter: 'w', type: 'bool', help: 'wait until it is ready' },
    timeoutFlag,
  ],
  async run(call) {
    const { flags, io } = call;
    const namespace = call.namespace();
    const say = (line: string): boolean => io.stdout.write(`${line}\n`);
    const enrol = flags.on('enroll-namespace');
    const labels = (await namespaceOf(call, namespace)).metadata.labels ?? {};
    if (enrol && !flags.on('overwrite') && labels[useWaypoint]) {
      say(
        `⚠️ Warning: namespace (${namespace}) already has an enrolled Waypoint. Consider adding the \`--overwrite\` flag to your apply command.`,
      );
      return 0;
    }
    if (enrol && labels['istio.io/dataplane-mode'] !== 'ambient')
      say(
        `⚠️ Warning: namespace is not enrolled in ambient. Consider running\t\`kubectl label namespace ${namespace} istio.io/dataplane-mode=ambient\``,
      );
    const gateway = waypointGateway(call, namespace);
    const { name } = gateway.metadata;
    await put(call, gateway);
    say(`✅ waypoint ${namespace}/${name} applied`);
    if (flags.on('wait')) {
      await untilProgrammed(call, namespace, name);
      say(`✅ waypoint ${namespace}/${name} is ready!`);
    }
    if (enrol) {
      await label(call, namespace, name);
      say(`✅ namespace ${namespace} labeled with "${useWaypoint}: ${name}"`);
    }
    return 0;
  },
};

async function put({ api }: Call, gateway: GatewayObject): Promise<void> {
  const { name, namespace = '' } = gateway.metadata;
  const path = `${gatewaysPath(namespace)}/${name}?fieldManager=istioctl`;
  const contentType = 'application/apply-patch+yaml';
  try {
    await ask(api(), { method: 'PATCH', path, contentType, body: gateway });
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404)
      throw new CommandError(
        `missing Kubernetes Gateway CRDs need to be installed before applying a waypoint: ${error.message}`,
      );
    throw error;
  }
}

async function namespaceOf(call: Call, name: string): Promise<KubeObject> {
  const found = await find<KubeObject>(call.api(), `/api/v1/namespaces/${name}`).catch((error: Error) => {
    throw new CommandError(`failed to get namespace ${name}: ${error.message}`);
  });
  if (!found) throw new CommandError(`namespace: ${name} not found`);
  return found;
}

async function label(call: Call, namespace: string, value: string): Promise<void> {
  const object = await namespaceOf(call, namespace);
  const labels = { ...object.metadata.labels, [useWaypoint]: value };
  const body = { ...object, metadata: { ...object.metadata, labels } };
  await ask(call.api(), { method: 'PUT', path: `/api/v1/namespaces/${namespace}`, body }).catch(
    (error: Error) => {
      throw new CommandError(
        `failed to label namespace with waypoint: failed to update namespace ${namespace}: ${error.message}`,
      );
    },
  );
}

async function untilProgrammed({ api, flags, io }: Call, namespace: string, name: string): Promise<void> {
  const deadline = Date.now() + (milliseconds(flags.text('waypoint-timeout')) ?? 0);
  const path = `${gatewaysPath(namespace)}/${name}`;
  for (;;) {
    const gateway = await find<GatewayObject>(api(), path);
    if (gateway && isProgrammed(gateway)) return;
    if (Date.now() > deadline)
      throw new CommandError(`timed out while waiting for waypoint\t${namespace}/${name}`);
    await pollEvery(50, io.signal);
  }
}
