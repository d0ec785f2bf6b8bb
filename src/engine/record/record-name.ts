const ending = '.record.json';

/** What a record may be called: a word of a file's name, `kind-1.33`. */
export const recordLabel = /^[A-Za-z0-9][\w.-]*$/;

/**
 * Name or path of a record of a runbook: `labs/lab2.record.json` of `labs/lab2.md`, and one by its own name,
 * `labs/lab2.kind-1.33.record.json`.
 */
export function recordName(runbook: string, label?: string): string {
  return `${stemOf(runbook)}${label === undefined ? '' : `.${label}`}${ending}`;
}

/** Of a page's name or path all but its ending. */
const stemOf = (runbook: string): string => runbook.replace(/\.(?:md|markdown|mdx)$/i, '');

/** The names of what pages a record could be of, by its own: that of no name first. */
export function pageStems(record: string): readonly string[] {
  const parts = record.slice(0, -ending.length).split('.');
  return parts
    .map((_, at) => parts.slice(0, parts.length - at).join('.'))
    .filter((stem) => /[^/]$/.test(stem));
}

/** The name that a record has, by its file's name and that of its page; undefined of the one without. */
export function labelOfName(record: string, runbook: string): string | undefined {
  return record.slice(stemOf(runbook).length + 1, -ending.length) || undefined;
}
