import type { Command } from '../command.ts';
import { apply } from '../waypoint/apply.ts';
import { remove } from '../waypoint/delete.ts';
import { generate, list, status } from '../waypoint/show.ts';

/** `istioctl waypoint`: Gateways of class `istio-waypoint`. */
export const waypoint: Command = {
  names: ['waypoint'],
  about: 'Make, list and delete waypoints',
  passedOn: [{ name: 'name', type: 'string', default: 'waypoint', help: 'name of the waypoint' }],
  commands: [apply, remove, generate, list, status],
  check: ({ positionals: [word] }) =>
    word === undefined ? undefined : `unknown subcommand ${JSON.stringify(word)}`,
};
