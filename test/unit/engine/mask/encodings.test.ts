import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../../src/engine/mask/masker.ts';

const plain = 'sekret-abc123-tail';
const odd = `tok"en\\with $pecial&<chars>'~é/+`;
const lines = 'first line of it\nsecond "line" of it';

/** What the commands of a page really print, with a secret in its environment as SECRET. */
const commands: readonly string[] = [
  `printf '%s' "$SECRET" | base64`,
  `echo "$SECRET" | base64 -w0`,
  `printf 'user:%s' "$SECRET" | base64 -w0`,
  `printf 'u:%s@host' "$SECRET" | base64 -w0`,
  `printf 'a%s' "$SECRET" | base64 -w0 | tr '+/' '-_'`,
  `printf '%s' "$SECRET" | xxd -p -c 256 || printf '%s' "$SECRET" | od -An -v -tx1 | tr -d ' \\n'`,
  `printf '%s' "$SECRET" | od -An -v -tx1 -w256`,
  `printf '%q\\n' "$SECRET"`,
  `declare -p SECRET`,
  `echo "\${SECRET@Q}"`,
  `set -x; : "$SECRET"`,
  `set -x; TOKEN=$SECRET`,
  `export -p | grep -A1 SECRET`,
  `node -p 'JSON.stringify({ t: process.env.SECRET })'`,
  `node -p 'JSON.stringify(JSON.stringify({ t: process.env.SECRET }))'`,
  `node -p 'encodeURIComponent(process.env.SECRET)'`,
  `node -p 'encodeURI(process.env.SECRET)'`,
  `node -p 'new URLSearchParams({ t: process.env.SECRET })+""'`,
  `node -p 'process.env.SECRET.replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll(">","&gt;").replaceAll("\\"","&quot;")'`,
  `env | grep -A1 ^SECRET=`,
  `printenv SECRET`,
  `cat <<< "is $SECRET."`,
  `cat "/$SECRET"`,
  `printf '%s' "$SECRET" | grep --color=always -i '[a-m]'`,
  `printf '%s\\0' "$SECRET"`,
];

describe.each([
  ['letters and digits', plain],
  ['characters that are written in another way', odd],
  ['two lines', lines],
])('a secret of %s', (_, secret) => {
  const masker = createMasker([secret]);
  const printed = printedWith(secret);
  it.each(commands.map((command, index) => [command, index] as const))(
    'in what `%s` prints',
    (_command, index) => {
      const masked = masker.text(printed[index] ?? '');
      expect(masked).toContain('***');
      // Nothing of it is left that is longer than what its neighbours have a part in.
      for (const part of partsOf(secret)) expect(masked).not.toContain(part);
    },
  );
});

/** What each command prints, in a subshell of one bash. */
function printedWith(secret: string): readonly string[] {
  const end = '\n-- the next command --\n';
  const script = commands.map((command) => `( exec 2>&1; ${command}; true )\nprintf '${end}'`).join('\n');
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', SECRET: secret };
  return execFileSync('bash', ['-c', script], { encoding: 'utf8', env }).split(end).slice(0, -1);
}

/** Stretches of a secret, as it is and in base64 and hexadecimal. */
function partsOf(secret: string): readonly string[] {
  const words = secret.match(/\w{5,}/g) ?? [];
  return words.flatMap((word) =>
    [
      word,
      Buffer.from(word).toString('hex'),
      ...[0, 1, 2].map((shift) =>
        Buffer.from('\0'.repeat(shift) + word)
          .toString('base64')
          .slice(shift + 2, -4),
      ),
    ].filter((part) => part.length >= 4),
  );
}
