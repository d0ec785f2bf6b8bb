import { sh } from '../sh.ts';

/** Where words and numbers end, as `word-ends.ts` of the expectations has it, over bytes. */
export const wordEnds = sh`
rb_word_ends='
# Whether a text that begins here begins in the middle of a word or number, and the same of one that ends before here.
function starts_inside(line, at,   before, first) {
  before = char_before(line, at); first = char_at(line, at)
  if (!is_word(first)) return cuts_number(line, at, first) || in_address(line, at)
  if (is_word(before)) return 1
  if (is_digit(first) && is_sign(before)) return 1
  if (before == "-") return word_before(line, skip_hyphens(line, at - 1, -1) + 1)
  if (before == ".") return word_before(line, at - 1) || (is_digit(first) && substr(line, at - 2, 1) != ".")
  return in_number(line, at) || in_address(line, at)
}
function ends_inside(line, at,   last, behind) {
  last = char_before(line, at); behind = char_at(line, at)
  if (!is_word(last)) return cuts_number(line, at - length(last), last) || in_address(line, at)
  if (is_word(behind)) return 1
  if (is_digit(last) && (behind == "%" || (behind == "\342\200\223" && is_digit(substr(line, at + 3, 1))))) return 1
  if (behind == "-") return is_word(char_at(line, skip_hyphens(line, at, 1)))
  if (behind == ".") return is_word(char_at(line, at + 1))
  return in_number(line, at) || in_address(line, at)
}
function is_digit(char) { return char ~ /^[0-9]$/ }
function is_sign(char) { return char == "-" || char == "+" || char == "\342\210\222" || char == "\342\200\223" }
function word_before(line, at) { return at > 1 && is_word(char_before(line, at)) }
function skip_hyphens(line, at, step) { while (substr(line, at, 1) == "-") at += step; return at }
# An author who writes ".json" says where to cut; of a number nobody means a part.
function cuts_number(line, at, mark) {
  if (!is_digit(substr(line, at - 1, 1)) || !is_digit(substr(line, at + length(mark), 1)) || at < 2) return 0
  return mark == "." || is_sign(mark) || in_number(line, at)
}
# Beside the comma of "1,500" or the stroke of "2/3".
function in_number(line, at,   mark, run) {
  mark = at > 1 && substr(line, at - 1, 1) ~ /[,\/]/ ? at - 1 : at
  if (substr(line, mark, 1) !~ /[,\/]/) return 0
  run = run_around(line, mark, ",/.")
  if (substr(line, mark, 1) == "/") return run ~ /^[0-9]+\/[0-9]+$/
  return run ~ /^([0-9]|[0-9][0-9]|[0-9][0-9][0-9])(,[0-9][0-9][0-9])+(\.[0-9]+)?$/
}
function in_address(line, at,   run) {
  if (substr(line, at - 1, 1) != ":" && substr(line, at, 1) != ":") return 0
  run = run_around(line, at, ":.")
  return run_from < at && at < run_from + length(run) && is_ipv6(run)
}
function is_ipv6(text,   groups, group, k, colons) {
  groups = split(text, group, ":")
  colons = groups - 1
  if (text ~ /:::/ || colons < 2 || colons > 8 || (text !~ /::/ && colons < 7)) return 0
  for (k = 1; k <= groups; k++) {
    if (k == groups && group[k] ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/ && group[k] !~ /[0-9][0-9][0-9][0-9]/) continue
    if (group[k] !~ /^[0-9A-Fa-f]*$/ || length(group[k]) > 4) return 0
  }
  return 1
}
# The run of word characters and marks around a place, without what ends a sentence or a label; sets run_from.
function run_around(line, at, marks,   to, char, text) {
  run_from = to = at
  while (run_from > 1 && at - run_from < 64) {
    char = char_before(line, run_from)
    if (!is_word(char) && !index(marks, char)) break
    run_from -= length(char)
  }
  while (to <= length(line) && to - at < 64) {
    char = char_at(line, to)
    if (!is_word(char) && !index(marks, char)) break
    to += length(char)
  }
  text = substr(line, run_from, to - run_from)
  if (!sub(/[.,]+$/, "", text) && text ~ /[^:]:$/) text = substr(text, 1, length(text) - 1)
  return text
}
# The letters, digits and "_" of Unicode. Of UTF-8, what comes before a place is found backwards.
function char_before(line, at,   from) {
  from = at - 1
  while (from > 1 && at - from < 4 && substr(line, from, 1) ~ /[\200-\277]/) from--
  return substr(line, from, at - from)
}
function char_at(line, at,   to) {
  to = at + 1
  while (to - at < 4 && substr(line, to, 1) ~ /[\200-\277]/) to++
  return substr(line, at, to - at)
}
function is_word(char,   lead, code, low, top, middle) {
  if (length(char) == 1) return index(word, char) > 0
  lead = 127 + index(high, substr(char, 1, 1))
  if (lead >= 224 && lead < 240 && length(char) == 3)
    code = (lead - 224) * 4096 + (index(high, substr(char, 2, 1)) - 1) * 64 + index(high, substr(char, 3, 1)) - 1
  else if (lead >= 192 && lead < 224 && length(char) == 2) code = (lead - 192) * 64 + index(high, substr(char, 2, 1)) - 1
  else return 0
  if (!ranges) read_letters()
  low = 1; top = ranges
  while (low < top) { middle = int((low + top + 1) / 2); if (since[middle] <= code) low = middle; else top = middle - 1 }
  return since[low] <= code && low % 2 == 0
}
# Where letters begin and end, each counted from the one before.
function read_letters(   k, code, step) {
  ranges = split(letters, step, " ")
  code = 128
  since[++k] = code
  for (; k <= ranges; k++) { code += step[k]; since[k + 1] = code }
  ranges = k
}
'
`;
