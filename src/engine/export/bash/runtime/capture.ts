import { sh } from '../sh.ts';

/**
 * What a statement prints, each stream complete and for itself, shown as it comes. Through named pipes and readers of
 * our own: a statement's `tee /dev/stderr` would cut a plain file short.
 */
export const capture = sh`
rb_open() {
  rb_n=$((rb_n + 1)) rb_opened=1
  command rm -rf "$rb_dir/seen"
  rb_o=$rb_dir/$rb_n.stdout rb_e=$rb_dir/$rb_n.stderr
  : >|"$rb_o"
  : >|"$rb_e"
  # A background command has these files to itself.
  [ "$rb_kind" != background ] || return 0
  rb_o=$rb_dir/$rb_n.o rb_e=$rb_dir/$rb_n.e
  command mkfifo "$rb_o" "$rb_e"
  # In a process group of their own, out of reach of Ctrl-C, and no jobs of this shell.
  rb_readers=$(
    set -m
    (
      trap '' HUP INT PIPE TERM TTOU
      rb_copy "$rb_o" "$rb_dir/$rb_n.stdout" 98 &
      rb_copy "$rb_e" "$rb_dir/$rb_n.stderr" 99 &
      wait
      : >"$rb_dir/$rb_n.end"
    ) </dev/null >/dev/null 2>&1 &
    echo $!
  )
}

# Only the first try is shown, and nothing that may hold a secret before it is known what is secret.
rb_copy() {
  if [ "$rb_tries$rb_secrets$rb_quiet" = 1 ]; then
    command tee "$2" <"$1" >&"$3"
  else
    command cat <"$1" >"$2"
  fi
}

# Waits until all that was printed has been read.
rb_close() {
  local turns=0
  [ -n "$rb_opened" ] || return 0
  rb_opened=
  : >|"$rb_dir/limit"
  [ "$rb_kind" != background ] || return 0
  until [ -e "$rb_dir/$rb_n.end" ]; do
    turns=$((turns + 1))
    if [ "$turns" -gt 150 ]; then
      rb_cut
      break
    fi
    [ "$turns" -lt 50 ] || rb_sleep 0.01
  done
  command rm -f "$rb_o" "$rb_e" "$rb_dir/$rb_n.end"
  if [ -n "$rb_secrets" ] && [ "$rb_tries$rb_quiet" = 1 ]; then
    rb_hide_secrets <"$rb_dir/$rb_n.stdout" >&98
    rb_hide_secrets <"$rb_dir/$rb_n.stderr" >&99
  fi
}

# A process that the statement left behind still holds the pipes. All that the statement itself printed stands
# before a line of ours; what comes below is nobody's.
rb_cut() {
  local mark="[runbook: below is what was printed in the background of statement $rb_id, $$]" stream turns=0
  rb_held="$rb_held $rb_readers"
  printf '\n%s\n' "$mark" | command tee -a "$rb_o" >>"$rb_e"
  for stream in stdout stderr; do
    until command grep -qF "$mark" "$rb_dir/$rb_n.$stream"; do
      turns=$((turns + 1))
      [ "$turns" -lt 1000 ] || return 0
      rb_sleep 0.01
    done
    command awk -v mark="$mark" 'index($0, mark) == 1 { exit } { print }' "$rb_dir/$rb_n.$stream" >"$rb_dir/cut"
    command mv "$rb_dir/cut" "$rb_dir/$rb_n.$stream"
  done
}
`;
