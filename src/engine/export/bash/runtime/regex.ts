import { sh } from '../sh.ts';

/** Regular expressions, as `awk-regex.ts` writes them. */
export const regex = sh`
# Looks for a line that matches: REGEX [marked].
rb_matches() {
  rb_observe
  LC_ALL=C command awk "$rb_searcher" "$1" "\${2-}" <"$rb_text"
}

rb_searcher='
BEGIN { regex = bytes(ARGV[1]); marked = ARGV[2]; ARGC = 1; found = 1 }
{
  line = $0
  gsub(/\001/, "\002", line)
  if (marked) gsub(/[0-9A-Z_a-z]+/, "\001&\001", line)
  if (line ~ regex) { found = 0; exit }
}
END { exit found }
function bytes(text,   out, at) {
  while ((at = index(text, "\134"))) {
    out = out substr(text, 1, at - 1)
    text = substr(text, at)
    if (text ~ /^.[0-3][0-7][0-7]/) {
      out = out sprintf("%c", substr(text, 2, 1) * 64 + substr(text, 3, 1) * 8 + substr(text, 4, 1))
      text = substr(text, 5)
    } else {
      out = out substr(text, 1, 2)
      text = substr(text, 3)
    }
  }
  return out text
}'
`;
