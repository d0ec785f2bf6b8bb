import { type CommandCall, readAll } from '../command.ts';

/** A file, or stdin for `-`. @throws FileError */
export const readInput = (path: string, { io, host }: CommandCall): Promise<Buffer> =>
  path === '-' ? readAll(io.stdin) : host.files.read(path);
