import { CST, Parser } from 'yaml';

/** What a stretch of YAML is to a reader; offsets in the text. */
type YamlPart = { readonly kind: 'key' | 'text' | 'comment'; readonly from: number; readonly to: number };

/** The keys, quoted and block texts and comments of YAML, by its tokens: of text that is no YAML, what can be read of it. */
export function yamlParts(text: string): readonly YamlPart[] {
  const parts: YamlPart[] = [];
  for (const token of new Parser().parse(text)) {
    parts.push(...commentsIn([token]));
    if (token.type !== 'document') continue;
    CST.visit(token, (item) => void parts.push(...partsOf(item)));
    parts.push(...commentsIn(token.end));
  }
  return parts;
}

/** A scalar that is text for certain: in quotes, or a block. */
function isText(token: CST.Token): token is CST.FlowScalar | CST.BlockScalar {
  const { type } = token;
  return type === 'single-quoted-scalar' || type === 'double-quoted-scalar' || type === 'block-scalar';
}

/** An entry of a map or a list, or a whole document. */
type Item = Pick<CST.Document, 'start' | 'value'> & Partial<Pick<CST.CollectionItem, 'key' | 'sep'>>;

function partsOf({ start, key, sep, value }: Item): readonly YamlPart[] {
  const isKey = key && sep && CST.isScalar(key);
  return [
    ...commentsIn([...start, ...(sep ?? []), ...behind(value)]),
    ...(isKey ? [partOf('key', key)] : []),
    ...(value && isText(value) ? [partOf('text', textOf(value))] : []),
  ];
}

/** The text of a scalar: that of a block begins behind the line of its `|`. */
function textOf(value: CST.FlowScalar | CST.BlockScalar): Stretch {
  const head = value.type === 'block-scalar' ? value.props.at(-1) : undefined;
  const offset = head && 'source' in head ? head.offset + head.source.length : value.offset;
  return { offset, source: value.source };
}

/** What stands on the line of a value, behind it or behind the `|` that begins it. */
function behind(value: CST.Token | undefined): readonly CST.Token[] {
  if (value?.type === 'block-scalar') return value.props;
  return value !== undefined && 'end' in value ? (value.end ?? []) : [];
}

function commentsIn(tokens: readonly CST.Token[] = []): readonly YamlPart[] {
  return tokens.flatMap((token) => (token.type === 'comment' ? [partOf('comment', token)] : []));
}

type Stretch = { readonly offset: number; readonly source: string };

function partOf(kind: YamlPart['kind'], { offset, source }: Stretch): YamlPart {
  return { kind, from: offset, to: offset + source.length };
}
