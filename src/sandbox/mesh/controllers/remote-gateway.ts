import type { ObjectKey } from '../../apiserver/store/object.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { hasMulticlusterLicence } from '../licence.ts';
import { peerBehind } from '../network.ts';
import type { Condition, GatewayObject } from '../objects.ts';
import { listenerStatuses } from './listener-status.ts';

const say = (
  { metadata: { generation } }: GatewayObject,
  type: string,
  status: boolean,
  reason: string,
  message: string,
): Condition => condition(type, status, { reason, message, generation });

/** A remote Gateway stands for another cluster's; whether that can be reached is part of its status. */
export function link(world: World, key: ObjectKey, gateway: GatewayObject): void {
  const peer = hasMulticlusterLicence(world) ? peerBehind(world, announced(gateway)) : undefined;
  const network = gateway.metadata.labels?.['topology.istio.io/network'] ?? '';
  const conditions = [
    say(gateway, 'Accepted', true, 'Accepted', 'Resource accepted'),
    say(gateway, 'Programmed', true, 'Programmed', 'This Gateway is remote; Istio will not program it'),
    peer
      ? say(gateway, 'gloo.solo.io/PeeringSucceeded', true, 'Programmed', '')
      : say(
          gateway,
          'gloo.solo.io/PeeringSucceeded',
          false,
          'NotConnected',
          `no connection to network "${network}"`,
        ),
    peer
      ? say(
          gateway,
          'gloo.solo.io/PeerConnected',
          true,
          'Connected',
          `Connected to remote network "${network}"`,
        )
      : say(
          gateway,
          'gloo.solo.io/PeerConnected',
          false,
          'Disconnected',
          `Disconnected from remote network "${network}"`,
        ),
  ];
  writeStatus(world, key, {
    addresses: gateway.spec?.addresses ?? [],
    conditions: mergeConditions(world, gateway.status?.conditions, conditions),
    listeners: listenerStatuses(world, gateway, { protocols: ['HBONE', 'TLS'], programmed: true }),
  });
}

/** As it will be once its status says what its spec does. */
const announced = (gateway: GatewayObject): GatewayObject => ({
  ...gateway,
  status: { ...gateway.status, addresses: gateway.spec?.addresses ?? [] },
});
