/** A way to write a text that tools print texts in. `forms` are what it may come to, the text itself left out. */
type Encoding = { readonly name: string; readonly forms: (text: string) => readonly string[] };

/**
 * What a secret may look like in an output. The first five are what GitHub's runner knows
 * (actions/runner, ValueEncoders.cs); tools differ in how they do each, so each has several forms.
 */
export const encodings: readonly Encoding[] = [
  { name: 'base64', forms: base64Forms },
  { name: 'JSON', forms: jsonForms },
  { name: 'XML and HTML', forms: xmlForms },
  { name: 'URI', forms: uriForms },
  { name: 'shell', forms: shellForms },
  { name: 'hexadecimal', forms: hexForms },
  { name: 'source code', forms: sourceForms },
];

/**
 * Alone, with the newline that `echo` adds, and inside of something longer: then it begins at one of three places of a
 * group of four characters, and what surrounds it decides its first and last character, which are left out.
 */
function base64Forms(text: string): readonly string[] {
  const alone = [text, `${text}\n`].map((each) => Buffer.from(each).toString('base64'));
  const forms = [
    ...alone,
    ...alone.map(withoutPadding),
    ...[0, 1, 2].map((shift) => base64Inside(text, shift)),
  ];
  return [
    ...forms,
    ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ...alone.map(encodeURIComponent),
  ];
}

/** The base64 characters that hold nothing but bits of the text, when `shift` bytes stand before it. */
function base64Inside(text: string, shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  const inside = withoutPadding(bytes.toString('base64')).slice(
    Math.ceil((8 * shift) / 6),
    Math.floor((8 * bytes.length) / 6),
  );
  return inside.length < shortestInside ? '' : inside;
}

/** Fewer characters stand in any base64. */
const shortestInside = 5;

function withoutPadding(base64: string): string {
  return base64.replace(/=+$/, '');
}

/** As a part of a JSON string, and of a JSON text that is itself in one, as annotations of Kubernetes have it. */
function jsonForms(text: string): readonly string[] {
  const once = jsonEscapes(text);
  return [...once, ...once.slice(0, 2).flatMap((form) => jsonEscapes(form).slice(0, 2))];
}

/** By ECMA-404; as Go escapes for HTML; as Python keeps to ASCII; as PHP escapes slashes. */
function jsonEscapes(text: string): readonly string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const escaped = (pattern: RegExp): string =>
    plain.replace(pattern, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [plain, escaped(/[<>&\u2028\u2029]/g), escaped(/[\u007f-\uffff]/g), plain.replaceAll('/', '\\/')];
}

/** As text, and as an attribute: Go, Python and XML libraries write quotes in three ways. */
function xmlForms(text: string): readonly string[] {
  const inText = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quotes = [
    ['&quot;', '&apos;'],
    ['&quot;', '&#39;'],
    ['&quot;', '&#x27;'],
    ['&#34;', '&#39;'],
    ['&quot;', "'"],
  ] as const;
  return [
    inText,
    ...quotes.map(([double, single]) => inText.replaceAll('"', double).replaceAll("'", single)),
  ];
}

/** Percent-encoded with more or fewer characters left as they are, with upper and lower digits, blanks also as `+`. */
function uriForms(text: string): readonly string[] {
  const whole = text.toWellFormed();
  const component = encodeURIComponent(whole);
  const strict = component.replace(/[!'()*]/g, percent);
  const forms = [
    component,
    strict,
    encodeURI(whole),
    strict.replaceAll('%2F', '/'),
    component.replace(/[!'()~]/g, percent),
  ];
  const both = [
    ...forms,
    ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
  ];
  return [...both, ...both.map((form) => form.replaceAll('%20', '+'))];
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * `printf %q`, with or without the characters that only some versions of bash escape; inside of `'…'` as `set -x` has
 * it, of `"…"` as `declare -p` has it, of `$'…'`.
 */
function shellForms(text: string): readonly string[] {
  return [
    text.replace(/[ \t'"\\|&;()<>!{}*[\]?^$`,]|^[~#]/g, '\\$&'),
    text.replace(/[ \t'"\\|&;()<>!{}*[\]?^$`]|^[~#]/g, '\\$&'),
    text.replaceAll("'", "'\\''"),
    text.replace(/[\\"$`]/g, '\\$&'),
    text.replace(/[\\'\n\t\r\u001b]/g, (character) => ansiEscapes[character] ?? ''),
  ];
}

const ansiEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\u001b': '\\E',
};

/** In one piece, and as bytes with a blank or a colon between them. */
function hexForms(text: string): readonly string[] {
  const lower = Buffer.from(text).toString('hex');
  return [lower, lower.toUpperCase()].flatMap((hex) => [
    hex,
    hex.replace(/..(?=.)/g, '$& '),
    hex.replace(/..(?=.)/g, '$&:'),
  ]);
}

/** As literals of other languages have it: Python's `repr`, YAML's and SQL's quotes, CSV's. */
function sourceForms(text: string): readonly string[] {
  return [
    text.replaceAll('\\', '\\\\'),
    text.replace(/[\\']/g, '\\$&'),
    text.replaceAll("'", "''"),
    text.replaceAll('"', '""'),
  ];
}
