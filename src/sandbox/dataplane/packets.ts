import { type Answer, type Flow, failed } from './flow.ts';
import { endOf, isLetThrough, type PacketEnd } from './network-policy.ts';

/** Whether the network drops a flow on the way from where it is to the next hop. */
export const isDropped = ({ world, source }: Flow, to: PacketEnd, port: number): boolean =>
  !isLetThrough(world, { from: source.carrier ?? endOf(source.pod), to, port, protocol: 'TCP' });

/** Nobody answers, as if nobody were there. */
export const dropped = (address: string | undefined, port: number): Answer =>
  failed('timeout', `${address}:${port}: deadline has elapsed`);
