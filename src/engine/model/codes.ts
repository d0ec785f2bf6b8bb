/**
 * Every diagnostic there is, with its title. Codes are `area/slug`; a code has a fixture folder of the same name
 * under `test/fixtures/diagnostics/`. Kept in alphabetical order.
 */
export const diagnosticCodes = {
  'parse/empty-document': 'The file is empty',
  'parse/no-runnable-block': 'Nothing in the file can run',
} as const satisfies Record<string, string>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
