import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { RunEvent } from '../engine/model/event.ts';
import type { Reporter, ReporterFactory, ReporterOptions } from '../engine/model/reporter.ts';
import { type ReporterName, reporters } from '../engine/report/registry.ts';
import { cannotWrite } from './cannot-write.ts';
import { guardedWrites } from './guarded-writes.ts';
import type { Io } from './io.ts';
import { reporterNames } from './reporter-names.ts';
import { usageError } from './usage-error.ts';
import { writeWhole } from './write-whole.ts';

/** Reporters at work; `close` finishes them and their files. `places` are those files, as `junit: out/junit.xml`. */
type Reporting<Event> = {
  readonly reporters: readonly Reporter<Event>[];
  readonly places: readonly string[];
  close(): Promise<void>;
};

/** Makes the reporters of one run, or of many. */
type Makers<Event> = {
  readonly reporters: Readonly<Record<ReporterName, ReporterFactory<Event>>>;
} & Pick<ReporterOptions, 'verbose' | 'quiet'>;

/** Makers of reporters of a single run. */
export function singly(options: Pick<ReporterOptions, 'verbose' | 'quiet'>): Makers<RunEvent> {
  return { reporters, ...options };
}

type Wanted = { readonly name: ReporterName; readonly file?: string };

/**
 * Starts the reporters that words such as `name` or `name=file` ask for.
 * @throws RunbookError for an unknown name, a file that can't be written, or two at the same place.
 */
export function startReporting<Event>(
  words: readonly string[],
  makers: Makers<Event>,
  io: Io,
): Reporting<Event> {
  const wanted = words.map(wantedOf);
  if (wanted.filter(({ file }) => file === undefined).length > 1) {
    throw usageError(
      'Two reporters would write to standard output',
      'Give one a file: `--reporter ndjson=run.ndjson`.',
    );
  }
  const files = wanted.flatMap(({ file }) => (file === undefined ? [] : [resolve(io.cwd, file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) {
    throw usageError(`Two reporters would write to \`${twice}\``, 'Give each a file of its own.');
  }
  const started = wanted.map((item) => start(item, makers, io));
  return {
    reporters: started.map(({ reporter }) => reporter),
    places: wanted.flatMap(({ name, file }) => (file === undefined ? [] : [`${name}: ${file}`])),
    close: async () => {
      for (const { reporter, close } of started) {
        await reporter.finish?.();
        close();
      }
    },
  };
}

function wantedOf(word: string): Wanted {
  const [name = '', ...rest] = word.split('=');
  if (!isReporter(name)) {
    const near = nearest(name, reporterNames);
    const hint =
      near === undefined ? `The reporters are: ${reporterNames.join(', ')}.` : `Did you mean \`${near}\`?`;
    throw usageError(`There is no reporter \`${name}\``, hint);
  }
  return rest.length === 0 ? { name } : { name, file: rest.join('=') };
}

function isReporter(name: string): name is ReporterName {
  return Object.hasOwn(reporters, name);
}

function start<Event>(
  { name, file }: Wanted,
  { reporters: makers, verbose, quiet = false }: Makers<Event>,
  io: Io,
): { reporter: Reporter<Event>; close: () => void } {
  const { cwd, env } = io;
  const world = { cwd, env };
  if (file === undefined) {
    const { color, columns, write } = io.out;
    return { reporter: makers[name](write, { color, columns, verbose, quiet, world }), close: () => {} };
  }
  const fd = openForWriting(file, io);
  const attempt = guardedWrites(`The report \`${file}\` cannot be written`, io);
  const write = (text: string): void => attempt(() => writeWhole(fd, text));
  return {
    reporter: makers[name](write, { color: false, columns: 100, verbose, quiet, world }),
    // Some file systems say only now that there is no room.
    close: () => attempt(() => closeSync(fd)),
  };
}

function openForWriting(file: string, io: Io): number {
  const path = resolve(io.cwd, file);
  try {
    makeFolder(dirname(path));
    return openSync(path, 'w', 0o600);
  } catch (error) {
    throw cannotWrite(`The report \`${file}\` cannot be written`, error, 'Name a file that you may write.');
  }
}

/** One by one: Node's own way never ends in a file system where nothing can be made, such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}
