import { setTimeout } from 'node:timers/promises';
import type { GatewayObject } from '../../../mesh/objects.ts';
import type { FlagSpec } from '../command.ts';

export const timeoutFlag: FlagSpec = {
  name: 'waypoint-timeout',
  type: 'duration',
  default: '1m30s',
  help: 'how long to wait for it',
};

export const isProgrammed = ({ status }: GatewayObject): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => type === 'Programmed' && value === 'True');

/** Waits a while, unless the caller goes away. */
export const pollEvery = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal });
