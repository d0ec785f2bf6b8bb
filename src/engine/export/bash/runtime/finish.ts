import { sh } from '../sh.ts';

/** The end of the script, however it comes about. */
export const finish = sh`
# A child of this shell that gets a signal before it becomes a command runs the same traps.
rb_is_main() {
  case \${BASHPID-$(exec sh -c 'echo $PPID')} in "$$") ;; *) return 1 ;; esac
}

rb_set_traps() {
  local signal
  trap rb_exit EXIT
  # shellcheck disable=SC2064
  for signal in HUP INT PIPE TERM; do trap "rb_interrupt $signal" "$signal"; done
}

rb_interrupt() {
  local overdue=''
  rb_is_main || exit 130
  # Nobody reads any more.
  [ "$1" != PIPE ] || exec 98>/dev/null 99>&98
  [ ! -e "$rb_dir/overdue" ] || read -r overdue <"$rb_dir/overdue"
  if [ "$1$overdue" = "TERM$rb_n" ]; then
    # Not somebody who wants it to end: a statement's time is over.
    [ -z "$rb_running" ] || exit 1
    return 0
  fi
  rb_interrupts=$((rb_interrupts + 1))
  case $rb_interrupts$rb_phase in
    1steps)
      rb_say ''
      rb_say 'Stopping: cleanup runs; once more to stop at once.'
      exit 130
      ;;
    1*) rb_say 'Cleanup is running; once more to stop at once.' ;;
    *) rb_end ;;
  esac
}

# The EXIT trap: a statement ended the shell, or a signal did.
rb_exit() {
  local status=$?
  rb_is_main || exit "$status"
  exec >&98 2>&99 </dev/null
  if [ -n "$rb_running" ]; then
    rb_ran "$status" "$status"
    rb_close
    if [ "$rb_interrupts" -gt 0 ]; then
      rb_fail=interrupted
    else
      rb_judge_exit
      case $rb_fail in still*) ;; *) rb_fail="it ended the shell with exit code $status" ;; esac
    fi
    rb_within=0
    rb_give_up
  fi
  IFS=$' \t\n'
  set +aefuxC
  [ -n "$rb_skip" ] || rb_code=70
  rb_finish
}

# Cleanup, last first, whatever happened; then everything that runs is ended.
rb_finish() {
  rb_phase=cleanup
  [ -z "$rb_cleanups" ] || rb_say $'\nCleanup'
  while [ -n "$rb_cleanups" ]; do
    rb_next=\${rb_cleanups%% *}
    rb_cleanups=\${rb_cleanups#"$rb_next"}
    rb_cleanups=\${rb_cleanups# }
    [ "$rb_interrupts" -lt 2 ] || break
    rb_skip='' rb_kept=''
    case $rb_next in
      state.*)
        # What it declares is local to this function, and seen by those that are called from here.
        "$rb_forget"
        # shellcheck disable=SC1090
        . "$rb_dir/$rb_next" 2>/dev/null
        ;;
      *) "$rb_next" ;;
    esac
    [ -z "$rb_id" ] || rb_again || :
  done
  rb_end
}

rb_end() {
  trap '' HUP INT PIPE TERM
  trap - EXIT
  rb_phase=over
  # bash would say of each job that it was ended.
  exec 2>/dev/null
  shopt -u failglob
  for rb_next in $rb_watcher $rb_held; do kill -KILL -- "-$rb_next"; done
  rb_end_processes
  [ -z "$rb_user_exit" ] || (eval "$rb_user_exit") >&98 2>&99
  command rm -rf "$rb_dir"
  [ "$rb_interrupts" -eq 0 ] || rb_code=130
  rb_summary
  exit "$rb_code"
}

rb_summary() {
  local word=passed unmet='all met' skipped=$((rb_total - rb_passed - rb_failed)) parts
  case $rb_code in 0) ;; 130) word=interrupted ;; 3) word=errored ;; *) word=failed ;; esac
  [ "$rb_unmet" -eq 0 ] || unmet="$rb_unmet unmet"
  parts="$rb_passed passed"
  [ "$rb_failed" -eq 0 ] || parts="$parts, $rb_failed failed"
  [ "$skipped" -eq 0 ] || parts="$parts, $skipped skipped"
  parts="$(rb_count "$rb_total" statement) ($parts) · $(rb_count $((rb_met + rb_unmet)) check)"
  [ $((rb_met + rb_unmet)) -eq 0 ] || parts="$parts, $unmet"
  rb_say ''
  rb_say "$word in $(($(command date +%s) - rb_started)) s: $parts · $(rb_count "$rb_unchecked" statement) only had to succeed"
}

rb_count() {
  if [ "$1" -eq 1 ]; then echo "$1 $2"; else echo "$1 $2s"; fi
}
`;
