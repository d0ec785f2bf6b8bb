import type { GatewayObject } from '../../../mesh/objects.ts';
import { ApiFailure, ask, gatewaysPath } from '../api.ts';
import type { Command } from '../command.ts';
import { isWaypoint, revisionFlag } from './gateway.ts';

/** `istioctl waypoint delete`: those that are named, all of a namespace, or those of a revision. */
export const remove: Command = {
  names: ['delete'],
  about: 'Delete waypoints',
  flags: [
    { name: 'all', type: 'bool', help: 'all of the namespace' },
    { ...revisionFlag, help: 'those of this revision' },
  ],
  check({ positionals, on, text }) {
    const several = on('all') || text('revision') !== '';
    if (several && positionals.length) return 'cannot specify waypoint names when deleting all waypoints';
    if (several || positionals.length) return undefined;
    return 'must specify a waypoint name or delete all using --all or delete specific revision using --revision';
  },
  async run(call) {
    const { flags, io } = call;
    const [api, namespace] = [call.api(), call.namespace()];
    const say = (name: string, what: string): boolean =>
      io.stdout.write(`waypoint ${namespace}/${name} ${what}\n`);
    const revision = flags.text('revision');
    const query = revision ? `?labelSelector=${encodeURIComponent(`istio.io/rev=${revision}`)}` : '';
    const path = gatewaysPath(namespace);
    const { items } = await ask<{ readonly items: readonly GatewayObject[] }>(api, {
      method: 'GET',
      path: `${path}${query}`,
    });
    const there = items.filter(isWaypoint).map(({ metadata }) => metadata.name);
    const wanted = flags.positionals.length ? flags.positionals : there;
    for (const name of wanted.filter((one) => !there.includes(one))) say(name, 'not found');
    for (const name of wanted.filter((one) => there.includes(one))) {
      try {
        await ask(api, { method: 'DELETE', path: `${path}/${name}` });
        say(name, 'deleted');
      } catch (error) {
        if (!(error instanceof ApiFailure && error.status === 404)) throw error;
        say(name, 'not found');
      }
    }
    return 0;
  },
};
