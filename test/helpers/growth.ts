import { longRun } from './budget.ts';

/**
 * How many times as long some work takes on an input of four times the size: about 4 where time grows with the size,
 * 16 where it grows with its square. CPU time of this process, the least of several tries of both sizes in turn, so
 * that what else the machine does hardly matters.
 */
export function growth(size: number, work: (size: number) => void): number {
  const times = Array.from({ length: tries }, () => ({
    small: cpuTime(() => work(size)),
    large: cpuTime(() => work(4 * size)),
  }));
  const least = (of: 'small' | 'large') => Math.min(...times.map((each) => each[of]));
  return least('large') / least('small');
}

/** What else the machine does is rarely in the way of all of them. */
const tries = longRun ? 5 : 3;

/** Between the growth of what is linear and of what is quadratic. */
export const linear = 9;

/** Microseconds of CPU that some work takes, done as often as it takes to be measured. */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  for (let rounds = 1; ; rounds += 1) {
    work();
    const { user, system } = process.cpuUsage(before);
    if (user + system >= measurable) return (user + system) / rounds;
  }
}

const measurable = 5000;
