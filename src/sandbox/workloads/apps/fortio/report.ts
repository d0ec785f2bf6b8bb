/** What came of one call: -1 is a connection that failed. */
export type Sample = {
  readonly code: number;
  readonly seconds: number;
  readonly headBytes: number;
  readonly bytes: number;
};

/** What fortio says at the end. The histogram and the count of sockets are left out: connections aren't kept here. */
export function report(samples: readonly Sample[], elapsedMs: number): string {
  const times = samples.map(({ seconds }) => seconds).toSorted((one, other) => one - other);
  const rate = ((samples.length * 1000) / elapsedMs).toPrecision(5);
  const codes = [...new Set(samples.map(({ code }) => code))].toSorted((one, other) => one - other);
  const lines = [
    `Ended after ${elapsedMs.toFixed(6)}ms : ${samples.length} calls. qps=${rate}`,
    `Aggregated Function Time : ${summary(times)}`,
    ...[50, 75, 90, 99, 99.9].map((percent) => `# target ${percent}% ${figure(percentile(times, percent))}`),
    ...codes.map((code) => {
      const count = samples.filter((sample) => sample.code === code).length;
      return `Code ${String(code).padStart(3)} : ${count} (${((count * 100) / samples.length).toFixed(1)} %)`;
    }),
    `Response Header Sizes : ${summary(samples.map(({ headBytes }) => headBytes))}`,
    `Response Body/Total Sizes : ${summary(samples.map(({ bytes }) => bytes))}`,
    `All done ${samples.length} calls (plus 0 warmup) ${(mean(times) * 1000).toFixed(3)} ms avg, ${Number(rate).toFixed(1)} qps`,
  ];
  return `${lines.join('\n')}\n`;
}

const mean = (values: readonly number[]): number =>
  values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;

const figure = (value: number): string => String(Number(value.toPrecision(6)));

function summary(values: readonly number[]): string {
  const average = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  const [least, most] = [Math.min(...values, Number.POSITIVE_INFINITY), Math.max(...values, 0)];
  const sum = values.reduce((total, value) => total + value, 0);
  const numbers = `avg ${figure(average)} +/- ${spread.toPrecision(4)} min ${figure(values.length ? least : 0)}`;
  return `count ${values.length} ${numbers} max ${figure(most)} sum ${figure(sum)}`;
}

const percentile = (ordered: readonly number[], percent: number): number =>
  ordered[Math.min(ordered.length - 1, Math.floor((ordered.length * percent) / 100))] ?? 0;
