/** A line of nginx's configuration: `listen 80;`, or a block with lines of its own. */
export type Directive = {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly Directive[];
  readonly line: number;
};

/** A configuration can't be read, in nginx's words. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Token = { readonly text: string; readonly line: number; readonly quoted: boolean };

/** Reads a configuration file. @throws ConfigError */
export function parseConfig(text: string, file: string): readonly Directive[] {
  const tokens = tokenize(text);
  let at = 0;
  const block = (inside: boolean): readonly Directive[] => {
    const found: Directive[] = [];
    for (;;) {
      const token = tokens[at];
      if (!token) {
        if (inside)
          throw new ConfigError(`unexpected end of file, expecting "}" in ${file}:${lineOf(tokens)}`);
        return found;
      }
      at += 1;
      if (token.text === '}' && !token.quoted) {
        if (inside) return found;
        throw new ConfigError(`unexpected "}" in ${file}:${token.line}`);
      }
      found.push(directive(token));
    }
  };
  const directive = (name: Token): Directive => {
    const args: string[] = [];
    for (let token = tokens[at]; token; token = tokens[at]) {
      at += 1;
      if (token.quoted) args.push(token.text);
      else if (token.text === ';') return { name: name.text, args, line: name.line };
      else if (token.text === '{') return { name: name.text, args, block: block(true), line: name.line };
      else if (token.text === '}') throw new ConfigError(`unexpected "}" in ${file}:${token.line}`);
      else args.push(token.text);
    }
    throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${lineOf(tokens)}`);
  };
  return block(false);
}

const lineOf = (tokens: readonly Token[]): number => tokens.at(-1)?.line ?? 1;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const pattern =
    /(\s+|#[^\n]*)|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|([;{}])|((?:\\.|\$\{\w+\}|[^\s;{}"'#])+)/g;
  for (const [all, blank, double, single, mark, word] of text.matchAll(pattern)) {
    const quoted = double ?? single;
    if (quoted !== undefined)
      tokens.push({
        text: quoted.replace(/\\(["'\\n])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
        line,
        quoted: true,
      });
    else if (blank === undefined) tokens.push({ text: mark ?? word ?? '', line, quoted: false });
    line += all.split('\n').length - 1;
  }
  return tokens;
}
