import type { GatewayObject } from '../../../mesh/objects.ts';
import { labelOf } from '../../../mesh/resources.ts';
import { ask, find, gatewaysPath } from '../api.ts';
import { type Call, type Command, CommandError, type FlagSpec } from '../command.ts';
import { milliseconds } from '../flags.ts';
import { goValue } from '../output/shape.ts';
import { table } from '../output/table.ts';
import { yamlText } from '../output/write.ts';
import { forFlag, isWaypoint, revisionFlag, waypointGateway } from './gateway.ts';
import { isProgrammed, pollEvery, timeoutFlag } from './programmed.ts';

const allFlag: FlagSpec = { name: 'all-namespaces', letter: 'A', type: 'bool', help: 'of all namespaces' };

/** `istioctl waypoint generate`: the Gateway that `apply` would apply, as YAML. */
export const generate: Command = {
  names: ['generate'],
  about: 'Print a waypoint as YAML',
  flags: [forFlag, revisionFlag],
  run(call) {
    const gateway = waypointGateway(call, call.flags.text('namespace'));
    call.io.stdout.write(yamlText(goValue({ is: 'any' }, gateway)));
    return 0;
  },
};

/** `istioctl waypoint list` */
export const list: Command = {
  names: ['list'],
  about: 'List waypoints',
  flags: [allFlag],
  async run(call) {
    const waypoints = await waypointsOf(call);
    if (!waypoints) return 0;
    const wide = call.flags.on('all-namespaces');
    const head = [...(wide ? ['NAMESPACE'] : []), 'NAME', 'REVISION', 'TRAFFIC TYPE', 'PROGRAMMED'];
    const rows = waypoints.map((gateway) => [
      ...(wide ? [gateway.metadata.namespace ?? ''] : []),
      gateway.metadata.name,
      labelOf(gateway, 'istio.io/rev') || 'default',
      labelOf(gateway, 'istio.io/waypoint-for') || 'none',
      gateway.status?.conditions?.find(({ type }) => type === 'Programmed')?.status ?? 'False',
    ]);
    call.io.stdout.write(table([head, ...rows], 5));
    return 0;
  },
};

/** `istioctl waypoint status`: a row a second for each until it is programmed, as the real one has it. */
export const status: Command = {
  names: ['status'],
  about: 'Show whether waypoints are programmed',
  flags: [
    allFlag,
    { name: 'wait', letter: 'w', type: 'bool', default: 'true', help: 'wait until they are' },
    timeoutFlag,
  ],
  check: ({ positionals: [word] }) =>
    word === undefined ? undefined : `unknown subcommand ${JSON.stringify(word)}`,
  async run(call) {
    const waypoints = await waypointsOf(call);
    if (!waypoints) return 0;
    const wide = call.flags.on('all-namespaces');
    const rows = [[...(wide ? ['NAMESPACE'] : []), 'NAME', 'STATUS', 'TYPE', 'REASON', 'MESSAGE']];
    const deadline = Date.now() + (milliseconds(call.flags.text('waypoint-timeout')) ?? 0);
    for (const { metadata } of waypoints) {
      const place = { namespace: metadata.namespace ?? '', name: metadata.name };
      for (const conditions of await readings(call, place, deadline)) {
        rows.push([...(wide ? [place.namespace] : []), place.name, ...conditions]);
      }
    }
    call.io.stdout.write(table(rows, 5));
    return 0;
  },
};

type Place = { readonly namespace: string; readonly name: string };

/** The condition that tells most, at each look. @throws CommandError when time is up */
async function readings(
  { api, flags, io }: Call,
  { namespace, name }: Place,
  deadline: number,
): Promise<readonly (readonly string[])[]> {
  const seen: (readonly string[])[] = [];
  for (;;) {
    const gateway = await find<GatewayObject>(api(), `${gatewaysPath(namespace)}/${name}`);
    const programmed = gateway !== undefined && isProgrammed(gateway);
    const conditions = gateway?.status?.conditions ?? [];
    const shown = programmed ? conditions.find(({ type }) => type === 'Programmed') : conditions.at(-1);
    seen.push([shown?.status ?? '', shown?.type ?? '', shown?.reason ?? '', shown?.message ?? '']);
    if (programmed || !flags.on('wait')) return seen;
    if (Date.now() > deadline)
      throw new CommandError(
        `failed to print waypoint status: timed out while retrieving status for waypoint\t${namespace}/${name}`,
      );
    await pollEvery(1000, io.signal);
  }
}

/** Waypoints by their places; of a namespace without any Gateway, it says that there are none. */
async function waypointsOf(call: Call): Promise<readonly GatewayObject[] | undefined> {
  const namespace = call.flags.on('all-namespaces') ? '' : call.namespace();
  const { items } = await ask<{ readonly items: readonly GatewayObject[] }>(call.api(), {
    method: 'GET',
    path: gatewaysPath(namespace),
  });
  if (!items.length) {
    call.io.stdout.write('No waypoints found.\n');
    return undefined;
  }
  const key = ({ metadata }: GatewayObject): string => `${metadata.namespace}\0${metadata.name}`;
  return items.filter(isWaypoint).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
