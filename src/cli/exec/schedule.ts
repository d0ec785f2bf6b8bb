/** `occupies`: what it takes for itself; jobs with a key in common are never at work at the same time. */
type Job = { readonly occupies: readonly string[] };

type Work<T> = {
  /** How many are at work at once, at most. */
  readonly atOnce: number;
  /** Must not reject: the others would be left alone. */
  readonly work: (job: T) => Promise<void>;
};

/**
 * Works through jobs: whenever there is room, the first one starts, in the order given, that nothing at work stands in
 * the way of. Resolves when all are done.
 */
export async function schedule<T extends Job>(jobs: readonly T[], { atOnce, work }: Work<T>): Promise<void> {
  const waiting = [...jobs];
  const atWork = new Map<T, Promise<void>>();
  while (waiting.length + atWork.size > 0) {
    const next = atWork.size < atOnce ? waiting.findIndex((job) => isFree(job, atWork.keys())) : -1;
    const [job] = next < 0 ? [] : waiting.splice(next, 1);
    if (job === undefined) await Promise.race(atWork.values());
    else
      atWork.set(
        job,
        Promise.resolve(work(job)).finally(() => atWork.delete(job)),
      );
  }
}

function isFree({ occupies }: Job, atWork: Iterable<Job>): boolean {
  const taken = new Set([...atWork].flatMap((job) => job.occupies));
  return occupies.every((key) => !taken.has(key));
}
