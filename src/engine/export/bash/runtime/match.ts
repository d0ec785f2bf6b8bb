import { sh } from '../sh.ts';

/** Patterns, part by part as the document's were read: `=TEXT`, `_` blanks, `...`, `x` an octet, `$NAME`, `HTTP`, `#2xx`. */
export const match = sh`
# Some line has the pattern, its outer ends being ends of words; or wherever it begins and ends.
rb_words() { rb_look "$rb_in_line" word "$@"; }

# A response has the status: where status lines are printed only these count, but for what a proxy answers first.
rb_response() { rb_look "$rb_in_status" word "$@"; }

rb_chars() { rb_look "$rb_in_line" free "$@"; }

# Some line has whole fields in this order, and maybe others between.
rb_row() { rb_look "$rb_in_row" '' "$@"; }

# The whole output is one line, and all of it fits.
rb_exact() { rb_look "$rb_in_one_line" '' "$@"; }

# Lines stand one below the other: anywhere|start|end|whole PART…. Between lines stands "&", between two ways to read
# one "|", and "--" where any lines may stand between.
rb_lines() {
  rb_fill "\${@:2}" || return 3
  rb_detail=$(rb_look "$rb_in_lines" "$@")
}

rb_look() {
  local program=$1 option=$2
  shift 2
  rb_fill "$@" || return 3
  rb_observe
  LC_ALL=C command awk "$rb_parts_of_patterns$rb_word_ends$program" "$rb_letters" "$option" "\${rb_parts[@]}" <"$rb_text"
}

# Of a variable that has none nothing can be said.
rb_has_value() {
  rb_detail="$1 is not set"
  [ -z "\${!1+set}" ] || rb_detail="$1 is set to nothing"
  [ -n "\${!1-}" ] || return 1
  rb_detail=''
}

# Sets rb_parts: the parts of a pattern with the values of variables in place of their names.
rb_fill() {
  local part name
  rb_parts=()
  for part in "$@"; do
    case $part in
      "\$"*)
        name=\${part#?}
        rb_has_value "$name" || return 1
        part=\$\${!name}
        ;;
    esac
    rb_parts+=("$part")
  done
}

# Bytes, whatever the locale. A chunk is what stands between gaps: from a given place there is one way to match it.
rb_parts_of_patterns='
BEGIN {
  letters = ARGV[1]
  option = ARGV[2]
  for (i = 3; i < ARGC; i++) read_part(ARGV[i])
  ARGC = 1
  for (i = 128; i < 256; i++) high = high sprintf("%c", i)
  word = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
  found = 1
}
function add(kind, text) { kinds[++count] = kind; texts[count] = text }
function read_part(part,   kind, n, k, piece, blanks) {
  kind = substr(part, 1, 1)
  if (kind != "$") { add(kind, substr(part, 2)); return }
  # The value of a variable: texts and the blanks between them.
  part = plain(substr(part, 2))
  while (part != "") {
    if (match(part, /^[ \t\n\013\014\r]+/)) add("_", "")
    else { match(part, /^[^ \t\n\013\014\r]+/); add("=", substr(part, 1, RLENGTH)) }
    part = substr(part, RLENGTH + 1)
  }
}
function read_chunks(from, to, outer, base,   n, k) {
  n = base + 1
  starts[n] = from
  for (k = from; k <= to; k++) if (kinds[k] == ".") { ends[n] = k - 1; starts[++n] = k + 1 }
  ends[n] = to
  for (k = base + 1; k <= n; k++) {
    empty = starts[k] > ends[k]
    left[k] = k == base + 1 ? outer : !empty && kinds[starts[k]] == "_" ? "blank" : "free"
    right[k] = k == n ? outer : !empty && kinds[ends[k]] == "_" ? "blank" : "free"
    if (left[k] == "blank") starts[k]++
    if (right[k] == "blank" && ends[k] >= starts[k]) ends[k]--
  }
  return n
}
function has_chunks(line,   at, k) {
  at = 1
  for (k = 1; k <= chunks; k++) { at = find_chunk(k, line, at); if (!at) return 0 }
  return 1
}
function find_chunk(k, line, from,   at, next_at, end) {
  for (at = from; at <= length(line) + 1; at++) {
    if (starts[k] <= ends[k] && kinds[starts[k]] == "=") {
      next_at = index(substr(line, at), texts[starts[k]])
      if (!next_at) return 0
      at += next_at - 1
    }
    end = match_at(k, line, at)
    if (end) return end
  }
  return 0
}
# Where the chunk ends if it begins here, else 0.
function match_at(k, line, at,   p, taken) {
  if (!edge_holds(left[k], line, at, 1)) return 0
  for (p = starts[k]; p <= ends[k]; p++) {
    taken = length_at(kinds[p], texts[p], line, at)
    if (!taken) return 0
    at += taken
  }
  return edge_holds(right[k], line, at, 0) ? at : 0
}
function edge_holds(edge, line, at, begins) {
  if (edge == "free" || at == 1 || at == length(line) + 1) return 1
  if (edge == "blank") return substr(line, at - 1, 2) ~ /[ \t\013\014\r]/
  return begins ? !starts_inside(line, at) : !ends_inside(line, at)
}
function length_at(kind, text, line, at,   taken) {
  if (kind == "=") return substr(line, at, length(text)) == text ? length(text) : 0
  if (kind == "#") return has_status(text, substr(line, at, 3)) ? 3 : 0
  if (kind == "_") { for (taken = 0; substr(line, at + taken, 1) ~ /[ \t\013\014\r]/; taken++); return taken }
  if (kind == "H") return protocol_length(substr(line, at))
  if (at > 1 && substr(line, at - 1, 1) ~ /[0-9]/) return 0
  match(substr(line, at, 4), /^[0-9]+/)
  if (RLENGTH < 1 || RLENGTH > 3 || substr(line, at, RLENGTH) + 0 > 255) return 0
  return RLENGTH > 1 && substr(line, at, 1) == "0" ? 0 : RLENGTH
}
# HTTP, with a version only where a status line may be, or at the end of a field.
function protocol_length(text,   taken, rest) {
  if (substr(text, 1, 4) != "HTTP") return 0
  if (!match(text, /^HTTP\/[0-9](\.[0-9])?/)) return 4
  if (RLENGTH == 6 && substr(text, 7, 1) ~ /[.]/ && substr(text, 8, 1) ~ /[0-9]/) RLENGTH = 8
  taken = RLENGTH
  rest = substr(text, taken + 1)
  return rest == "" || has_reason(rest) ? taken : 4
}
# What follows a version: a status, and then the end, a mark, or a reason phrase, which begins with a capital.
function has_reason(text) {
  if (!match(text, /^[ \t\013\014\r]+[0-9][0-9][0-9]/)) return 0
  text = substr(text, RLENGTH + 1)
  if (text ~ /^[.0-9A-Z_a-z]*[0-9A-Z_a-z]/) return 0
  if (!sub(/^[ \t\013\014\r]+/, "", text)) return 1
  if (text ~ /^ok/ && !(substr(text, 3, 1) ~ /[0-9A-Z_a-z]/)) return 1
  return text !~ /^[-0-9a-z]/
}
function has_status(status, digits,   k, digit) {
  if (digits !~ /^[0-9][0-9][0-9]$/) return 0
  for (k = 1; k <= 3; k++) { digit = substr(status, k, 1); if (digit != "x" && digit != substr(digits, k, 1)) return 0 }
  return 1
}
function is_field(k, text,   c, at, last) {
  c = first_chunk[k]; last = last_chunk[k]
  at = match_at(c, text, 1)
  if (c == last) return at == length(text) + 1
  for (c++; c < last; c++) { if (!at) return 0; at = find_chunk(c, text, at) }
  if (!at || starts[last] > ends[last]) return at > 0
  for (; at <= length(text) + 1; at++) if (match_at(last, text, at) == length(text) + 1) return 1
  return 0
}
# Other blanks than those of ASCII are blanks.
function plain(text,   k) {
  if (text !~ /[^\001-~]/) return text
  gsub(/\302\240|\341\232\200|\342\201\237|\343\200\200|\357\273\277/, " ", text)
  gsub(/\342\200(\200|\201|\202|\203|\204|\205|\206|\207|\210|\211|\212|\250|\251|\257)/, " ", text)
  return text
}
function trim(text) {
  sub(/^[ \t\013\014\r]+/, "", text)
  sub(/[ \t\013\014\r]+$/, "", text)
  return text
}
'

rb_in_line='
BEGIN { chunks = read_chunks(1, count, option, 0) }
has_chunks(plain($0)) { found = 0; exit }
END { exit found }'

rb_in_status='
BEGIN { chunks = read_chunks(1, count, option, 0) }
index($0, "HTTP") {
  line = plain($0)
  if (tolower(line) ~ /http\/[0-9](\.[0-9])?[ \t\013\014\r]+200[ \t\013\014\r]+connection established[ \t\013\014\r]*$/) next
  if (is_status_line(line)) { responses++; if (has_chunks(line)) { found = 0; exit } }
  else if (has_chunks(line)) mentioned = 1
}
END { exit found && !(mentioned && !responses) }
function is_status_line(text) {
  text = trim(text)
  if (text ~ /^[<*]/) text = trim(substr(text, 2))
  return match(text, /^HTTP\/[0-9](\.[0-9])?/) && has_reason(substr(text, RLENGTH + 1))
}'

# Fields are what stands between blanks, in the pattern and in the line.
rb_in_row='
BEGIN { read_fields() }
has_row(plain($0)) { found = 0; exit }
END { exit found }
function read_fields(   k, from, last) {
  from = 1
  for (k = 1; k <= count + 1; k++) {
    if (k <= count && kinds[k] != "_") continue
    if (from < k) {
      is_gap[++fields] = from == k - 1 && kinds[from] == "."
      first_chunk[fields] = last + 1
      last = last_chunk[fields] = read_chunks(from, k - 1, "free", last)
    }
    from = k + 1
  }
}
function has_row(line,   n, at, k, part) {
  n = split(line, part, /[ \t\013\014\r]+/)
  at = 1
  if (n > 0 && part[1] == "") at = 2
  if (n > 0 && part[n] == "") n--
  for (k = 1; k <= fields; k++) {
    while (at <= n && !is_gap[k] && !is_field(k, part[at])) at++
    if (at > n) return 0
    at++
  }
  return 1
}'

rb_in_one_line='
BEGIN { first_chunk[1] = 1; last_chunk[1] = read_chunks(1, count, "free", 0) }
lines == 0 || $0 != "" { if (++lines > 1) exit; only = trim(plain($0)) }
END { exit !(lines == 1 && is_field(1, only)) }'

# Each run of lines at the first place behind the one before: no later place could do better. Empty lines at the ends
# of the output do not count.
rb_in_lines='
BEGIN {
  from = runs = line_from[1] = way_from[1] = wanted = ways = 1
  for (k = 1; k <= count + 1; k++) {
    kind = k > count ? "-" : kinds[k]
    if (kind != "&" && kind != "|" && kind != "-") continue
    first_chunk[ways] = last + 1
    last = last_chunk[ways] = read_chunks(from, k - 1, "free", last)
    from = k + 1
    way_to[wanted] = ways++
    if (kind == "|") continue
    line_to[runs] = wanted++
    way_from[wanted] = ways
    if (kind == "-") line_from[++runs] = wanted
  }
  runs--
}
{
  text = trim(plain($0))
  if (text == "") { empty_lines++; next }
  for (; empty_lines > 0; empty_lines--) if (lines) printed[++lines] = ""
  printed[++lines] = text
}
END {
  from = 1
  for (r = 1; r <= runs; r++) {
    size = line_to[r] - line_from[r] + 1
    last = r == 1 && (option == "start" || option == "whole") ? 1 : lines - size + 1
    if (r == runs && (option == "end" || option == "whole") && from < lines - size + 1) from = lines - size + 1
    for (best = 0; from <= last; from++) {
      for (k = 0; k < size && fits(line_from[r] + k, printed[from + k]); k++);
      if (k > best) best = k
      if (k == size) break
    }
    if (from > last) {
      print "line " line_from[r] + (best < size ? best : 0) " of those expected is not there"
      exit 1
    }
    from += size
  }
  exit 0
}
function fits(number, text,   w) {
  for (w = way_from[number]; w <= way_to[number]; w++) if (is_field(w, text)) return 1
  return 0
}'
`;
