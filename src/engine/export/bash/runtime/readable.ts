import { sh } from '../sh.ts';

/** An output as a reader sees it on a terminal: the same as `readable.ts` makes of it. */
export const readable = sh`
# Without colours and cursor moves, with what carriage returns and backspaces wrote over replaced by what was written,
# and no blanks at the ends of lines. Bytes, whatever the locale.
rb_readable='
BEGIN {
  esc = "\033"
  parameter = ";[-a-zA-Z0-9/#&.:=?%@~_]"
  title = "((" parameter "+)*|[a-zA-Z0-9]+(" parameter "*)*)?(\007|" esc "\134\134)"
  # Up to four digits, written out: of "[0-9]?[0-9]?" before what may be a digit too, mawk finds less than the longest.
  digits = "[0-9]|[0-9][0-9]|[0-9][0-9][0-9]|[0-9][0-9][0-9][0-9]"
  control = "((" digits ")(;(" digits ")?)*)?[0-9A-PR-TZcf-ntqry=><~]"
  sequence = esc "[][()#;?]*((" title ")|(" control "))"
  # The blanks of Unicode, as they end in UTF-8.
  two = "\302\240"
  three = " \341\232\200 \342\201\237 \343\200\200 \357\273\277 \342\200\250 \342\200\251 \342\200\257"
  three = three " \342\200\200 \342\200\201 \342\200\202 \342\200\203 \342\200\204 \342\200\205"
  three = three " \342\200\206 \342\200\207 \342\200\210 \342\200\211 \342\200\212 "
}
{ line = $0 ~ /[\010\r]|\[[02]?K/ ? drawn($0) : plain($0); print untrimmed ? line : trimmed(line) }

function plain(line) {
  if (index(line, "\302\233")) gsub("\302\233", esc, line)
  if (!index(line, esc)) return line
  if (index(line, "\302\234")) gsub("\302\234", "\007", line)
  gsub(sequence, "", line)
  return line
}
function drawn(line,   cell, at, count, k, text, move) {
  while (line != "") {
    if (!match(line, /\r|\010|\033\[[02]?K/)) { RSTART = length(line) + 1; RLENGTH = 0 }
    text = plain(substr(line, 1, RSTART - 1))
    move = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    while (text != "") {
      if (!match(text, /^[\300-\377][\200-\277]+/)) RLENGTH = 1
      cell[at++] = substr(text, 1, RLENGTH)
      text = substr(text, RLENGTH + 1)
      if (at > count) count = at
    }
    if (move == "\r") at = 0
    else if (move == "\010") { if (at > 0) at-- }
    else if (move != "") {
      if (move ~ /2K$/) at = 0
      count = at
    }
  }
  for (k = 0; k < count; k++) line = line cell[k]
  return line
}
function trimmed(line,   last) {
  for (;;) {
    sub(/[ \t\013\014\r]+$/, "", line)
    last = substr(line, length(line) - 2)
    if (length(last) == 3 && index(three, " " last " ")) line = substr(line, 1, length(line) - 3)
    else if (substr(line, length(line) - 1) == two) line = substr(line, 1, length(line) - 2)
    else return line
  }
}'
`;
