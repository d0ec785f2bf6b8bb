import type { Clock } from '../../clock.ts';
import type { ImageUsage } from '../images/described.ts';
import type { Usage } from '../runtime.ts';

/** Over how long requests are counted: in units of latency, and in milliseconds at least. */
const windowUnits = 15;
const shortestMs = 1000;

/** Counts the requests that containers got lately. */
export class RequestMeter {
  readonly #times = new Map<string, number[]>();

  count(container: string, clock: Clock): void {
    const times = this.#times.get(container) ?? [];
    this.#times.set(container, times);
    const now = clock.now().getTime();
    const old = times.findIndex((time) => now - time < windowMs(clock));
    if (old > 0) times.splice(0, old);
    times.push(now);
  }

  perSecond(container: string, clock: Clock): number {
    const now = clock.now().getTime();
    const window = windowMs(clock);
    const recent = (this.#times.get(container) ?? []).filter((time) => now - time < window);
    return (recent.length * 1000) / window;
  }
}

const windowMs = ({ latencyMs }: Clock): number => Math.max(shortestMs, windowUnits * latencyMs);

/** What a container uses that gets so many requests in a second. */
export const usageNow = (usage: ImageUsage, perSecond: number): Usage => ({
  milliCpu: usage.milliCpu + usage.milliCpuPerRequest * perSecond,
  memoryBytes: usage.memoryBytes,
});
