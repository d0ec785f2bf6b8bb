/** A page of the site as Markdown, under its title. */
export type ReferencePage = { readonly slug: string; readonly markdown: string };

/** A page with the head that Starlight reads; it has no source that anybody could edit. */
export function pageOf(
  slug: string,
  head: { readonly title: string; readonly description: string },
  parts: readonly string[],
): ReferencePage {
  const lines = Object.entries(head).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return {
    slug,
    markdown: `${['---', ...lines, 'editUrl: false', '---'].join('\n')}\n\n${parts.join('\n\n')}\n`,
  };
}

/** A table of GitHub's Markdown; line ends in cells become breaks. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.trim().replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

/** Code inside a line, whatever backticks it has in it; control characters as their symbols. */
export function code(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${marks}${pad}${shown}${pad}${marks}`;
}

/** A code block, whatever fences it has in it. */
export function block(info: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/^[ \t]*(`+)/gm)].map(([, run = '']) => run.length));
  const marks = '`'.repeat(longest + 1);
  return [`${marks}${info}`, visible(text), marks].join('\n');
}

function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f]/g, (control) =>
    String.fromCharCode(0x2400 + control.charCodeAt(0)),
  );
}
