import { type Command, Option } from 'commander';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { ClusterChoice } from '../engine/model/target.ts';
import { type ImageMode, imageModes } from '../targets/image-mode.ts';
import { type TargetName, targetNames } from '../targets/target-name.ts';
import type { Io } from './io.ts';
import { type Pairs, pace, pair, several } from './options.ts';
import { usageError } from './usage-error.ts';

export type TargetOptions = {
  readonly target: TargetName;
  readonly cluster: Pairs;
  readonly latency: number | 'realistic';
  readonly images: ImageMode;
  /** Contexts that a configuration file gives, which anything else wins over. */
  readonly configuredClusters?: Pairs;
  /** Patterns of contexts that need to be allowed, and the contexts that are. */
  readonly protect?: readonly string[];
  readonly allow: readonly string[];
};

/** Milliseconds of one unit of the sandbox's work when nobody says otherwise. */
const usualLatencyMs = '20';

/** Adds the options that say what a runbook runs against. */
export function addTargetOptions(command: Command): Command {
  const choice = new Option(
    '--target <target>',
    'what to run against: `auto` takes your clusters if all are there',
  );
  return command
    .optionsGroup('Target:')
    .addOption(
      choice
        .choices([...targetNames])
        .default('auto')
        .env('RUNBOOK_TARGET'),
    )
    .option('--cluster <VAR=context>', 'context for a cluster variable (repeatable)', pair, {})
    .option('--allow <context>', 'run on this context although `protect` names it (repeatable)', several, [])
    .addOption(latencyOption())
    .addOption(imagesOption());
}

/** Which images run in the sandbox without being simulated. */
export function imagesOption(): Option {
  return new Option(
    '--images <mode>',
    "the sandbox's images: `opaque` runs any, `strict` only simulated ones",
  )
    .choices([...imageModes])
    .default('opaque')
    .env('RUNBOOK_IMAGES');
}

/** The pace of the sandbox. */
export function latencyOption(): Option {
  return new Option('--latency <ms>', "the sandbox's pace: milliseconds, 0, or `realistic`")
    .env('SANDBOX_LATENCY')
    .argParser(pace)
    .default(pace(usualLatencyMs), usualLatencyMs);
}

/** Contexts that the user gave: by option, by a variable of the environment, in the configuration file. */
export function namedClusters(options: TargetOptions, io: Io): ClusterChoice {
  const given = Object.entries(io.env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return { ...options.configuredClusters, ...Object.fromEntries(given), ...options.cluster };
}

/** @throws RunbookError when an option names a variable that no runbook has. */
export function checkClusterNames(options: TargetOptions, clusters: ClusterChoice): void {
  const known = Object.keys(clusters);
  const unknown = Object.keys(options.cluster).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  const names = known.length === 0 ? 'No cluster is declared.' : `The variables are: ${known.join(', ')}.`;
  const hint = near === undefined ? names : `Did you mean \`--cluster ${near}=…\`?`;
  throw usageError(`No runbook of this run has a cluster variable \`${unknown}\``, hint);
}
