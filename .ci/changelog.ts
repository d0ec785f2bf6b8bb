const unreleased = '## Unreleased';

/**
 * A changelog in which what is unreleased has become a version, below an empty part for what comes next.
 * @throws Error when nothing is unreleased, or the version is there.
 */
export function releasedChangelog(text: string, version: string, day: string): string {
  if (notesOf(text, 'Unreleased') === '') throw new Error('CHANGELOG.md has nothing under `## Unreleased`');
  if (headingOf(text, version) >= 0) throw new Error(`CHANGELOG.md has \`## ${version}\` already`);
  return text.replace(`${unreleased}\n`, () => `${unreleased}\n\n## ${version} - ${day}\n`);
}

/** What a changelog says of a version, without its heading; empty when it says nothing. */
export function notesOf(text: string, version: string): string {
  const start = headingOf(text, version);
  if (start < 0) return '';
  const body = text.slice(text.indexOf('\n', start) + 1);
  return body.split(/^## /m, 1)[0]?.trim() ?? '';
}

function headingOf(text: string, version: string): number {
  const heading = [...text.matchAll(/^## (\S+)(?: - .*)?$/gm)].find(([, name]) => name === version);
  return heading?.index ?? -1;
}
