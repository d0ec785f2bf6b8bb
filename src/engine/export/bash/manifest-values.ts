import { expandBraced } from '../../shell/braced-variables.ts';
import { sh } from './sh.ts';

/** The part of a script that looks at values before they are put into a manifest: what a value is, YAML says by itself. */
export const manifestValues = sh`
# Values that YAML takes for text wherever they stand in it: NAME….
rb_words() {
  local name
  for name; do
    case \${!name} in
      '' | [!A-Za-z]* | *[!A-Za-z0-9._-]* | [Tt]rue | TRUE | [Ff]alse | FALSE | [Nn]ull | NULL | [Yy] | [Yy]es | YES | [Nn] | [Nn]o | NO | [Oo]n | ON | [Oo]ff | OFF)
        printf '%s\n' "$name has to be a word to be put into a manifest, and is: \${!name}" >&2
        return 1
        ;;
    esac
  done
}
`;

/** A text for a here-document in which bash puts the values of these variables, and nothing else means anything. */
export function withValues(text: string, names: readonly string[]): string {
  const mark = (name: string): string => `\0${name}\0`;
  const marked = expandBraced(text, Object.fromEntries(names.map((name) => [name, mark(name)])));
  const escaped = marked.replace(/[\\$`]/g, '\\$&');
  return names.reduce((all, name) => all.replaceAll(mark(name), `\${${name}}`), escaped);
}
