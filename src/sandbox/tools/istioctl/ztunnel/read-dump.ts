import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ToolIo } from '../../tool.ts';
import { CommandError } from '../command.ts';
import { isRecord } from '../output/shape.ts';
import type { ZtunnelDump } from './structs.ts';

/**
 * A configuration dump of a ztunnel, such as `curl localhost:15000/config_dump` gives, from a file or from stdin (`-`).
 * @throws CommandError
 */
export async function readDump(path: string, io: ToolIo): Promise<ZtunnelDump> {
  const source = path === '-' ? await text(io.stdin()) : await fileText(path, io.cwd);
  const content = parsed(source);
  return {
    workloads: listIn(content, 'workloads'),
    services: listIn(content, 'services'),
    policies: listIn(content, 'policies'),
    certificates: listIn(content, 'certificates'),
    states: listIn(content, 'workloadState'),
    source,
  };
}

async function fileText(path: string, folder: string): Promise<string> {
  try {
    return await readFile(resolve(folder, path), 'utf8');
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file or directory' : String(error);
    throw new CommandError(`open ${path}: ${why}`);
  }
}

function parsed(source: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(source);
    if (isRecord(content)) return content;
  } catch {
    // Said below.
  }
  throw new CommandError('error unmarshalling config dump response from ztunnel: it is not a JSON object');
}

/** ztunnels of old have maps where those of today have lists. */
function listIn<T>(content: Readonly<Record<string, unknown>>, key: string): readonly T[] {
  const value = content[key];
  if (Array.isArray(value)) return value as readonly T[];
  return isRecord(value) ? (Object.values(value) as readonly T[]) : [];
}
