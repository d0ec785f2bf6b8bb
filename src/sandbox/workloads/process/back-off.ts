import type { Clock } from '../../clock.ts';

/** Seconds before the n-th restart: none before the first, then 10, 20, 40 … up to 5 minutes. */
export const backOffSeconds = (restarts: number): number =>
  restarts === 0 ? 0 : Math.min(300, 10 * 2 ** (restarts - 1));

/**
 * How much of a real pause a simulated one takes: all of it at a realistic pace, a fifth by default. What a back-off
 * says is the real time; only waiting for it is shorter.
 */
export const paceOf = ({ latencyMs }: Clock): number => Math.min(1, Math.max(0.1, latencyMs / 100));

/** As Go writes it: `40s`, `2m40s`. */
const durationText = (seconds: number): string =>
  seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;

/** When a pull that failed is called off for a while, in milliseconds. */
export const pullAgainMs = 1000;

/** What the kubelet says of a container that ends again and again. */
export const backOffText = (
  seconds: number,
  container: string,
  { name, namespace, uid }: ObjectMeta,
): string =>
  `back-off ${durationText(seconds)} restarting failed container=${container} pod=${name}_${namespace}(${uid})`;

type ObjectMeta = { readonly name: string; readonly namespace?: string; readonly uid?: string };

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/** Whether a container that ended by itself runs again. */
export function isStartedAgain(policy: RestartPolicy, exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
