import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type CliOptions, runCli } from '../../helpers/run-cli.ts';

/** Where the documents with mistakes are. */
export const cwd = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));

/** A command that is refused: its exit code, and what the message says among other things. */
export type Case = {
  readonly title: string;
  readonly args: readonly string[];
  readonly code: number;
  readonly says: readonly string[];
};

/** Runs the command and looks for the message; never is there a stack trace. */
export async function expectOneMessage(
  { args, code, says }: Case,
  more: Partial<CliOptions> = {},
): Promise<void> {
  const result = await runCli(args, { cwd, ...more });
  const all = result.stdout + result.stderr;
  for (const text of says) expect(all).toContain(text);
  expect(result.code, all).toBe(code);
  expect(all).not.toMatch(/\n {4}at /);
}
