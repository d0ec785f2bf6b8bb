import { type Command, FileError, pathOf } from '../command.ts';
import { linesOfFiles } from '../lines.ts';
import { optionValue, readOptions } from '../options.ts';
import { parseSed, SedError } from './parse-sed.ts';
import { runSed } from './run-sed.ts';

/** `sed`, with basic or extended patterns; `-i` changes files in place. @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sed.html */
export const sed: Command = async (call) => {
  const options = readOptions(call, {
    flags: 'nErsiuz',
    valued: 'ef',
    long: { expression: 'e', quiet: 'n', 'in-place': 'i' },
  });
  if (typeof options === 'number') return options;
  const { flags, values } = options;
  const files = [...options.operands];
  const scripts = [...(values.get('e') ?? [])];
  const file = optionValue(options, 'f');
  try {
    if (file !== undefined) scripts.push((await call.host.files.read(pathOf(call, file))).toString());
    const script = scripts.length ? scripts.join('\n') : files.shift();
    if (script === undefined) {
      call.io.stderr('usage: sed [-n] [-E] [-i] script [file...]\n');
      return 1;
    }
    const commands = parseSed(script, flags.has('E') || flags.has('r'));
    const quiet = flags.has('n');
    const readFile = async (path: string): Promise<string> =>
      (await call.host.files.read(pathOf(call, path))).toString();
    const writeFile = (path: string, text: string): Promise<void> =>
      call.host.files.write(pathOf(call, path), Buffer.from(text), true);
    if (!flags.has('i')) {
      const failures = { count: 0 };
      const lines: string[] = [];
      for await (const line of linesOfFiles(call, files, failures))
        lines.push(line.toString().replace(/\n$/, ''));
      const io = { write: (text: string) => void call.io.stdout(text), readFile, writeFile };
      return (await runSed(commands, lines, { quiet, io })) || (failures.count ? 1 : 0);
    }
    for (const path of files) {
      let out = '';
      const lines = (await readFile(path)).replace(/\n$/, '').split('\n');
      await runSed(commands, lines, {
        quiet,
        io: {
          write: (text) => {
            out += text;
          },
          readFile,
          writeFile,
        },
      });
      await call.host.files.write(pathOf(call, path), Buffer.from(out), false);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SedError) && !(error instanceof FileError)) throw error;
    call.io.stderr(`sed: ${error.message}\n`);
    return 1;
  }
};
