/** A TypeScript type as declaration files of generated API packages write it. */
export type TypeNode =
  | { readonly kind: 'name'; readonly name: string; readonly args: readonly TypeNode[] }
  | { readonly kind: 'literals'; readonly values: readonly string[] }
  | { readonly kind: 'map'; readonly values: TypeNode }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'either'; readonly types: readonly TypeNode[] };

export type Member = {
  readonly name: string;
  readonly optional: boolean;
  readonly doc: string;
  readonly type: TypeNode;
};

export type Declaration = {
  readonly name: string;
  readonly doc: string;
  readonly bases: readonly string[];
  readonly type: TypeNode;
};

type Token = { readonly kind: 'doc' | 'text' | 'number' | 'word' | 'mark'; readonly text: string };

const tokenPattern =
  /\/\*\*(?<doc>[\s\S]*?)\*\/|\/\/.*|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<number>\d+)|(?<word>[A-Za-z_$][\w$.]*)|(?<mark>[{}[\]()<>|&:;,?=])/g;

/** The interfaces, classes and type aliases of a declaration file, by name. */
export function declarations(text: string): ReadonlyMap<string, Declaration> {
  const reader = new Reader(tokenize(text));
  const found = new Map<string, Declaration>();
  let doc = '';
  for (let token = reader.next(); token; token = reader.next()) {
    if (token.kind === 'doc') doc = token.text;
    else if (token.text === 'interface' || token.text === 'class') {
      const declaration = structure(reader, doc);
      if (token.text === 'interface' || !found.has(declaration.name))
        found.set(declaration.name, declaration);
      doc = '';
    } else if (token.text === 'type' && reader.peek()?.kind === 'word') {
      const name = reader.take();
      reader.skip('=');
      found.set(name, { name, doc, bases: [], type: readType(reader) });
      doc = '';
    }
  }
  return found;
}

/** Where each imported name comes from: `IFoo` → `./Foo.js`. */
export function imports(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, names = '', from = ''] of text.matchAll(/import \{([^}]*)\} from ["']([^"']+)["']/g)) {
    for (const name of names.split(',')) found.set(name.trim(), from);
  }
  return found;
}

function tokenize(text: string): Token[] {
  return [...text.matchAll(tokenPattern)].flatMap(({ groups = {} }): Token[] => {
    if (groups.doc !== undefined) return [{ kind: 'doc', text: plainDoc(groups.doc) }];
    const literal = groups.double ?? groups.single;
    if (literal !== undefined) return [{ kind: 'text', text: literal }];
    if (groups.number) return [{ kind: 'number', text: groups.number }];
    if (groups.word) return [{ kind: 'word', text: groups.word }];
    return groups.mark ? [{ kind: 'mark', text: groups.mark }] : [];
  });
}

const plainDoc = (doc: string): string =>
  doc
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').replace(/\\(['"*`])/g, '$1'))
    .join('\n')
    .trim();

class Reader {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#index];
  }

  next(): Token | undefined {
    return this.#tokens[this.#index++];
  }

  take(): string {
    const token = this.next();
    if (!token) throw new Error('the declarations end too early');
    return token.text;
  }

  is(text: string): boolean {
    const token = this.peek();
    return token?.text === text && token.kind !== 'text' && token.kind !== 'doc';
  }

  /** Takes the token when it is there. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#index++;
    return true;
  }

  skip(text: string): void {
    if (!this.accept(text)) throw new Error(`expected ${text}, got ${this.peek()?.text}`);
  }
}

function structure(reader: Reader, doc: string): Declaration {
  const name = reader.take();
  const bases: string[] = [];
  while (!reader.is('{')) {
    const token = reader.take();
    if (/^I[A-Z]/.test(token)) bases.push(token);
  }
  return { name, doc, bases, type: readObject(reader) };
}

function readType(reader: Reader): TypeNode {
  reader.accept('|');
  const types = [readIntersection(reader)];
  while (reader.accept('|')) types.push(readIntersection(reader));
  const literals = types.flatMap((type) => (type.kind === 'literals' ? type.values : []));
  if (literals.length === types.length) return { kind: 'literals', values: literals };
  return types.length === 1 && types[0] ? types[0] : { kind: 'either', types };
}

/** Of `A & (B | C)` the first says which fields there are; the others narrow which may be used together. */
function readIntersection(reader: Reader): TypeNode {
  const first = readPrimary(reader);
  while (reader.accept('&')) readPrimary(reader);
  return first;
}

function readPrimary(reader: Reader): TypeNode {
  if (reader.is('{')) return readObject(reader);
  if (reader.accept('(')) {
    const type = readType(reader);
    reader.skip(')');
    return type;
  }
  const token = reader.next();
  if (token?.kind === 'text') return { kind: 'literals', values: [token.text] };
  if (token?.kind === 'number') return { kind: 'name', name: 'number', args: [] };
  const args: TypeNode[] = [];
  if (reader.accept('<')) {
    do args.push(readType(reader));
    while (reader.accept(','));
    reader.skip('>');
  }
  while (reader.accept('[')) while (!reader.accept(']')) reader.take();
  return { kind: 'name', name: token?.text ?? '', args };
}

function readObject(reader: Reader): TypeNode {
  reader.skip('{');
  const members: Member[] = [];
  let values: TypeNode | undefined;
  let doc = '';
  while (!reader.accept('}')) {
    if (reader.peek()?.kind === 'doc') doc = reader.take();
    else if (reader.accept('[')) values = readIndex(reader);
    else if (reader.is('static') || reader.is('constructor')) skipMember(reader);
    else {
      members.push(readMember(reader, doc));
      doc = '';
    }
  }
  return values && !members.length ? { kind: 'map', values } : { kind: 'object', members };
}

function readIndex(reader: Reader): TypeNode {
  while (!reader.accept(']')) reader.take();
  reader.skip(':');
  const values = readType(reader);
  reader.accept(';');
  return values;
}

function readMember(reader: Reader, doc: string): Member {
  const name = reader.take();
  const optional = reader.accept('?');
  reader.skip(':');
  const type = readType(reader);
  reader.accept(';');
  return { name, optional, doc, type };
}

/** Statics and constructors say nothing about the fields. */
function skipMember(reader: Reader): void {
  for (let depth = 0; ; ) {
    const text = reader.take();
    if ('{(['.includes(text)) depth++;
    if ('})]'.includes(text)) depth--;
    if (text === ';' && depth === 0) return;
  }
}
