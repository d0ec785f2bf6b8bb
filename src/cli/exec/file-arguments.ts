import type { Choices } from '../options.ts';
import type { Planned } from '../prepare.ts';
import type { ExecOptions } from './exec-options.ts';

/** Arguments with which a process runs one file of many, as this one was asked to run all of them. */
export function fileArguments({ runbooks, plan, chosen }: Planned, options: ExecOptions): readonly string[] {
  const {
    from,
    until,
    only,
    timeout,
    latency,
    images,
    keepGoing,
    shell,
    record,
    verifyRecord,
    recordAs,
    ready,
  } = options;
  // What was chosen has been told, and is to be the same for all.
  const target = chosen.target.name === 'local' ? 'auto' : chosen.target.name;
  // One that only other files have would be refused.
  const clusters = Object.entries(options.cluster).filter(([name]) => name in plan.clusters);
  return [
    'exec',
    ...valued('--target', [target]),
    ...valued('--cluster', pairs(Object.fromEntries(clusters))),
    ...valued('--allow', options.allow),
    ...valued('--latency', [String(latency)]),
    ...valued('--images', [images]),
    ...valued('--from', [from]),
    ...valued('--until', [until]),
    ...valued('--only', only),
    ...valued('--variant', choices(options.variant)),
    ...valued('--timeout', [timeout === undefined ? undefined : `${timeout}ms`]),
    ...(keepGoing ? ['--keep-going'] : []),
    ...(ready ? ['--ready'] : []),
    ...valued('--env', pairs(options.env)),
    ...valued('--confirm', options.confirm ?? []),
    ...valued('--mask', options.mask),
    ...valued('--shell', [shell]),
    ...(record ? ['--record'] : []),
    ...valued('--record-as', [recordAs]),
    ...(verifyRecord ? ['--verify-record'] : []),
    '--as-part',
    '--',
    ...runbooks.map(({ source }) => source.path),
  ];
}

function valued(option: string, values: readonly (string | undefined)[]): readonly string[] {
  return values.flatMap((value) => (value === undefined ? [] : [`${option}=${value}`]));
}

function choices(values: Choices = {}): readonly string[] {
  return Object.entries(values).flatMap(([name, all]) => all.map((value) => `${name}=${value}`));
}

function pairs(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`);
}
