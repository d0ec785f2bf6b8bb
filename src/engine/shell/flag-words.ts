import { isLiteral, type ShellWord } from './words.ts';

/** What a tool calls a flag, and whether the next word is its value. */
export type Flag = { readonly long: string; readonly takes: boolean };

/** The flags that a word gives, by their long names, and whether the next word was the value of the last. */
type GivenFlags = {
  readonly flags: readonly (readonly [string, ShellWord | true])[];
  readonly usesNext: boolean;
};

type Find = (name: string) => Flag | undefined;

/**
 * Reads `--name`, `--name=value`, `-abc`, `-nvalue`, `-n=value`. Undefined where that isn't certain: the flag isn't
 * known and a word follows that may be its value, or its name is computed.
 * @see https://pkg.go.dev/github.com/spf13/pflag the forms that kubectl and istioctl take
 */
export function readFlagWord(
  word: ShellWord,
  next: ShellWord | undefined,
  find: Find,
): GivenFlags | undefined {
  const [, name, attached] = /^--([\w.-]+)(?:=([\s\S]*))?$/.exec(word.value) ?? [];
  if (name === undefined) return readLetters(word, word.value.slice(1), next, find);
  if (attached !== undefined) return valued(find(name)?.long ?? name, word, attached);
  return isLiteral(word) ? readAlone(name, next, find) : undefined;
}

function readLetters(
  word: ShellWord,
  [letter = '', ...others]: string,
  next: ShellWord | undefined,
  find: Find,
): GivenFlags | undefined {
  const more = others.join('');
  if (more === '') return isLiteral(word) ? readAlone(letter, next, find) : undefined;
  const flag = /\w/.test(letter) ? find(letter) : undefined;
  if (flag === undefined) return undefined;
  if (flag.takes || more.startsWith('=')) return valued(flag.long, word, more.replace(/^=/, ''));
  const behind = readLetters(word, more, next, find);
  return behind && { ...behind, flags: [[flag.long, true], ...behind.flags] };
}

/** A flag without a value attached to it. */
function readAlone(name: string, next: ShellWord | undefined, find: Find): GivenFlags | undefined {
  const flag = find(name);
  if (flag?.takes) return next && { flags: [[flag.long, next]], usesNext: true };
  const mayTake = flag === undefined && next !== undefined && !next.value.startsWith('-');
  return mayTake ? undefined : { flags: [[flag?.long ?? name, true]], usesNext: false };
}

function valued(long: string, word: ShellWord, value: string): GivenFlags {
  const from = Math.max(word.from, word.to - value.length);
  return { flags: [[long, { ...word, value, text: value, from }]], usesNext: false };
}
