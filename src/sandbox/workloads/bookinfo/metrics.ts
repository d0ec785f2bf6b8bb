import type { Backend } from './backends.ts';

type Count = { readonly name: Backend; readonly status: number; readonly createdMs: number; times: number };

/** What productpage counts: what it got from its backends. One worker has it all, where there are eight. */
export class RequestCounts {
  readonly #counts: Count[] = [];
  readonly #startedMs: number;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
    this.#startedMs = now().getTime();
  }

  add(name: Backend, status: number): void {
    const known = this.#counts.find((count) => count.name === name && count.status === status);
    if (known) known.times += 1;
    else this.#counts.push({ name, status, createdMs: this.#now().getTime(), times: 1 });
  }

  /** In Prometheus' format, as its client for Python 0.19 writes it; figures of the process are those of any. */
  text(): string {
    const uptime = (this.#now().getTime() - this.#startedMs) / 1000;
    const labels = ({ name, status }: Count): string =>
      `{destination_app="${name}",response_code="${status}"}`;
    return [
      ...generations('python_gc_objects_collected_total', 'Objects collected during gc', [1310, 447, 739]),
      ...generations(
        'python_gc_objects_uncollectable_total',
        'Uncollectable objects found during GC',
        [0, 0, 0],
      ),
      ...generations(
        'python_gc_collections_total',
        'Number of times this generation was collected',
        [122, 11, 1],
      ),
      ...metric('python_info', 'Python platform information', 'gauge', [
        '{implementation="CPython",major="3",minor="12",patchlevel="1",version="3.12.1"} 1.0',
      ]),
      ...gauge('process_virtual_memory_bytes', 'Virtual memory size in bytes.', 136_888_320),
      ...gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', 49_606_656),
      ...gauge(
        'process_start_time_seconds',
        'Start time of the process since unix epoch in seconds.',
        this.#startedMs / 1000,
      ),
      ...metric('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.', 'counter', [
        ` ${float(Number((0.7 + uptime / 1000).toFixed(2)))}`,
      ]),
      ...gauge('process_open_fds', 'Number of open file descriptors.', 15),
      ...gauge('process_max_fds', 'Maximum number of open file descriptors.', 1_048_576),
      ...metric(
        'request_result_total',
        'Results of requests',
        'counter',
        this.#counts.map((count) => `${labels(count)} ${float(count.times)}`),
      ),
      ...(this.#counts.length
        ? metric(
            'request_result_created',
            'Results of requests',
            'gauge',
            this.#counts.map((count) => `${labels(count)} ${float(count.createdMs / 1000)}`),
          )
        : []),
      '',
    ].join('\n');
  }
}

const metric = (name: string, help: string, type: string, samples: readonly string[]): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...samples.map((sample) => name + sample),
];

const gauge = (name: string, help: string, value: number): readonly string[] =>
  metric(name, help, 'gauge', [` ${float(value)}`]);

const generations = (name: string, help: string, values: readonly number[]): readonly string[] =>
  metric(
    name,
    help,
    'counter',
    values.map((value, generation) => `{generation="${generation}"} ${float(value)}`),
  );

/** As Python's client prints a float: `15.0`, and from a million on with an exponent. */
function float(value: number): string {
  const digits = String(value);
  const [whole = '', fraction = ''] = digits.split('.');
  if (whole.length <= 6) return fraction ? digits : `${whole}.0`;
  const mantissa = `${whole[0]}.${whole.slice(1)}${fraction}`.replace(/[0.]+$/, '');
  return `${mantissa}e+0${whole.length - 1}`;
}
