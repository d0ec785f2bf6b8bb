import { sh } from '../sh.ts';

/** Expectations of a segment, and what they look at. */
export const expect = sh`
# Judges one expectation: LINE DIRECTIVE [not] all|last both|stdout|stderr FINDER [ARGUMENT…].
# A finder says 0 found, 1 missing, 2 neither (unmet with and without "not"), 3 could not be looked for.
rb_expect() {
  local line=$1 directive=$2 negated='' found
  shift 2
  rb_close
  if [ "$1" = not ]; then
    negated=1
    shift
  fi
  rb_scope=$1 rb_stream=$2 rb_negated=$negated rb_detail=''
  shift 2
  "$@"
  found=$?
  case $found$negated in
    0 | 11)
      rb_good=$((rb_good + 1)) rb_ticks="$rb_ticks  ✓ $directive"$'\n'
      return 0
      ;;
    3*) rb_errors=$((rb_errors + 1)) ;;
  esac
  rb_bad=$((rb_bad + 1)) rb_report="$rb_report✗ $rb_file:$line  $directive"$'\n'
  [ -z "$rb_detail" ] || rb_report="$rb_report  actual   $rb_detail"$'\n'
}

# Sets rb_text: a file with what the expectation sees, as a reader of a terminal would. What was printed is in rb_texts.
rb_observe() {
  local number stream start printed=()
  rb_text=$rb_dir/seen/$rb_scope.$rb_stream
  command mkdir -p "$rb_dir/seen"
  for number in $([ "$rb_scope" = last ] || echo "$rb_kept") $rb_n; do
    for stream in stdout stderr; do
      case $rb_stream in both | "$stream") ;; *) continue ;; esac
      printed+=("$rb_dir/seen/$number.$stream")
      [ -e "$rb_text" ] || command tr '\000' '\001' <"$rb_dir/$number.$stream" >"$rb_dir/seen/$number.$stream"
    done
  done
  rb_texts=("\${printed[@]}")
  [ ! -e "$rb_text" ] || return 0
  LC_ALL=C command awk "$rb_readable" "\${rb_texts[@]}" >"$rb_text"
  # awk ends every line. Colours alone, without an end of line, are no line.
  IFS= read -r -d '' -n 2 start <"$rb_text"
  [ "$start" != $'\n' ] || [ "$(command cat "\${rb_texts[@]}" | command tr -dc '\n' | command wc -c)" -gt 0 ] || : >"$rb_text"
}

# "no output": nothing was printed.
rb_silence() {
  rb_observe
  rb_detail=$(LC_ALL=C command awk '$0 != "" { print; exit }' "$rb_text" | rb_hide_secrets)
  [ -z "$rb_detail" ] || return 1
  # Blanks and empty lines are output too.
  rb_detail='blanks or empty lines'
  [ "$(LC_ALL=C command awk -v untrimmed=1 "$rb_readable" "\${rb_texts[@]}" | command tr -d '\n' | command wc -c)" -eq 0 ] || return 1
  [ "$(command cat "\${rb_texts[@]}" | command tr -dc '\n' | command wc -c)" -eq 0 ] || return 1
  rb_detail=''
}

# "exit": STATUS, "nonzero" or "any".
rb_exit_is() {
  rb_detail="exit $rb_status"
  case $1 in
    any) return 0 ;;
    nonzero) [ "$rb_status" -ne 0 ] ;;
    *) [ "$rb_status" -eq "$1" ] ;;
  esac
}
`;
