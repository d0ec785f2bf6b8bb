/** Name or path of the record of a runbook: `labs/lab2.record.json` of `labs/lab2.md`. */
export function recordName(runbook: string): string {
  return `${runbook.replace(/\.(?:md|markdown)$/i, '')}.record.json`;
}
