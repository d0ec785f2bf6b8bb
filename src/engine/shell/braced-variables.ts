/** A variable in a text, `${NAME}`, with its offsets. */
type BracedVariable = { readonly name: string; readonly from: number; readonly to: number };

/** `$${NAME}` is the text `${NAME}`; any other dollar sign is itself, and so is all of a line that is a comment. */
const form = /^[ \t]*#.*$|\$(\$)?\{([A-Za-z_]\w*)\}/gm;

/** The variables of a manifest: those written `${NAME}`. `$NAME`, `${NAME:-x}` and `$${NAME}` are text. */
export function bracedVariables(text: string): readonly BracedVariable[] {
  return [...text.matchAll(form)].flatMap(({ 0: whole, 1: escaped, 2: name, index }) =>
    name === undefined || escaped !== undefined ? [] : [{ name, from: index, to: index + whole.length }],
  );
}

/** Puts the values in, as bash does in a here-document; what is escaped loses its escape. One without a value goes. */
export function expandBraced(text: string, values: Readonly<Record<string, string>>): string {
  return replaced(
    text,
    ({ name }) => values[name] ?? '',
    ({ written }) => written.slice(1),
  );
}

/** The text with a word of the same length in place of each variable, so that YAML with variables can be read. */
export function withWords(text: string): string {
  return replaced(
    text,
    ({ name }) => wordFor(name),
    ({ written }) => written,
  );
}

/** Puts the variables back into a part of a text that `withWords` gave. */
export function withoutWords(part: string, text: string): string {
  return bracedVariables(text).reduce((all, { name }) => all.replaceAll(wordFor(name), `\${${name}}`), part);
}

type Replacement = (found: { readonly name: string; readonly written: string }) => string;

function replaced(text: string, variable: Replacement, escaped: Replacement): string {
  return text.replaceAll(form, (written: string, mark: string | undefined, name: string | undefined) => {
    if (name === undefined) return written;
    return (mark === undefined ? variable : escaped)({ name, written });
  });
}

function wordFor(name: string): string {
  return `v_${name}_`;
}
