import type { Readable } from 'node:stream';
import { type CommandCall, FileError, pathOf } from './command.ts';

const newline = 0x0a;

/** Lines of a stream as they come, with their ends; the last may have none. */
export async function* linesOf(stdin: Readable | undefined): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stdin ?? []) {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    for (let at = rest.indexOf(newline); at >= 0; at = rest.indexOf(newline)) {
      yield rest.subarray(0, at + 1);
      rest = rest.subarray(at + 1);
    }
  }
  if (rest.length) yield rest;
}

/** Lines of the files that a command names, or of stdin when it names none; what can't be read is said on stderr. */
export async function* linesOfFiles(
  call: CommandCall,
  files: readonly string[],
  failures: { count: number },
): AsyncGenerator<Buffer> {
  const { argv, io, host } = call;
  if (!files.length) return yield* linesOf(io.stdin);
  for (const file of files) {
    if (file === '-') {
      yield* linesOf(io.stdin);
      continue;
    }
    try {
      yield* split(await host.files.read(pathOf(call, file)));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failures.count += 1;
      io.stderr(`${argv[0]}: ${file}: ${error.message}\n`);
    }
  }
}

function* split(content: Buffer): Generator<Buffer> {
  for (let start = 0; start < content.length; ) {
    const at = content.indexOf(newline, start);
    const end = at < 0 ? content.length : at + 1;
    yield content.subarray(start, end);
    start = end;
  }
}
