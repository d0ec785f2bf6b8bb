import { type Command, FileError, pathOf } from '../command.ts';
import { linesOfFiles } from '../lines.ts';
import { optionValue, readOptions } from '../options.ts';
import { unescapeText } from '../text/printf.ts';
import { AwkError } from './ast.ts';
import { Machine } from './machine.ts';
import { parseAwk } from './parse-awk.ts';
import { runAwk } from './run-awk.ts';

/** `awk`, as POSIX has it, without pipes to commands. @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/awk.html */
export const awk: Command = async (call) => {
  const args = optionsFirst(call.argv);
  const options = readOptions({ ...call, argv: args.head }, { valued: 'Fvf' });
  if (typeof options === 'number') return options;
  const rest = [...args.rest];
  try {
    const file = optionValue(options, 'f');
    const source =
      file === undefined ? rest.shift() : (await call.host.files.read(pathOf(call, file))).toString();
    if (source === undefined) {
      call.io.stderr("usage: awk [-F fs][-v var=value] 'program' [file ...]\n");
      return 2;
    }
    const program = parseAwk(source);
    const machine = new Machine();
    const separator = optionValue(options, 'F') ?? ' ';
    const settings = {
      FS: separator === 't' ? '\t' : unescapeText(separator),
      OFS: ' ',
      ORS: '\n',
      RS: '\n',
      NR: 0,
      FNR: 0,
      SUBSEP: '\x1c',
      FILENAME: rest[0] ?? '',
    };
    for (const [name, value] of Object.entries(settings)) machine.set(name, value);
    for (const assignment of options.values.get('v') ?? []) {
      const [name = '', value = ''] = assignment.split(/=(.*)/s);
      machine.set(name, { input: unescapeText(value) });
    }
    const environ = machine.list('ENVIRON');
    for (const [name, value] of Object.entries(call.env)) environ.set(name, { input: value });
    const records: string[] = [];
    const failures = { count: 0 };
    const reads = program.rules.some(({ when }) => when !== 'BEGIN') || /getline/.test(source);
    if (reads)
      for await (const line of linesOfFiles(call, rest, failures))
        records.push(line.toString().replace(/\n$/, ''));
    const tree = call.host.container?.tree;
    const opened = new Map<string, string[]>();
    const written = new Set<string>();
    const status = runAwk(program, machine, {
      next: () => records.shift(),
      nextOf: (path) => {
        const lines =
          opened.get(path) ?? tree?.read(pathOf(call, path)).toString().replace(/\n$/, '').split('\n') ?? [];
        opened.set(path, lines);
        return lines.shift();
      },
      write: (text, path, append) => {
        if (path === undefined || path === '/dev/stdout') call.io.stdout(text);
        else if (path === '/dev/stderr') call.io.stderr(text);
        else {
          tree?.write(pathOf(call, path), Buffer.from(text), { append: append || written.has(path) });
          written.add(path);
        }
      },
    });
    return status || (failures.count ? 2 : 0);
  } catch (error) {
    if (!(error instanceof AwkError) && !(error instanceof FileError) && !(error instanceof SyntaxError))
      throw error;
    call.io.stderr(`awk: ${error.message}\n`);
    return 2;
  }
};

/** Options end at the first word that is none: what follows may begin with a dash. */
function optionsFirst(argv: readonly string[]): {
  readonly head: readonly string[];
  readonly rest: readonly string[];
} {
  let at = 1;
  while (/^-./.test(argv[at] ?? '')) {
    if (argv[at] === '--') return { head: argv.slice(0, at), rest: argv.slice(at + 1) };
    at += /^-[Fvf]$/.test(argv[at] ?? '') ? 2 : 1;
  }
  return { head: argv.slice(0, at), rest: argv.slice(at) };
}
