import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares a text with a checked-in file. `UPDATE_GOLDENS=1` writes the file instead: review the diff like code. */
export function expectGolden(actual: string, file: URL): void {
  if (process.env.UPDATE_GOLDENS === '1') writeFileSync(file, actual);
  expect(existsSync(file), `${file.pathname} is there (UPDATE_GOLDENS=1 writes it)`).toBe(true);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}
