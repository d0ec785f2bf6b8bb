import { sh } from '../sh.ts';

/**
 * A statement is the body of `while rb_try …; do { … } …; done`: at the top level of the script, so that its state
 * stays, and once, or as often as its time lasts, or not at all when what it belongs to is left out.
 */
export const statement = sh`
# True while a statement is to be run: NUMBER LINE COMMAND [WORD…]. The words:
#   timeout=SECONDS       how long one try may take
#   within=SECONDS        how long it may be tried again
#   for=SECONDS           how long it must stay met
#   accepts=0,141/0,1     which statuses are as good as success, for each part of its pipeline
#   kept, checked         its output is for a check further down; something checks it
#   quiet                 its output is for checks alone
#   jobs, background      it may start background jobs; it is one
#   asked, kills=JOBS     it ends background jobs, these
#   then=FUNCTION         what is to be done after it
#   enter=BLOCK:FOLDER    where it runs
#   needs=NAMES           variables that must be set, roots=NAMES that must not be empty
#   leaves                it is cleanup that goes to another folder
rb_try() {
  if [ "$rb_id" != "$1" ]; then
    # The one before was left by a stray "break".
    [ -z "$rb_id" ] || rb_again || :
    rb_begin "$@" || return 1
  else
    rb_again || return 1
  fi
  rb_start || {
    rb_within=0
    rb_give_up
    return 1
  }
}

rb_begin() {
  local word
  [ -z "$rb_skip" ] || return 1
  rb_id=$1 rb_line=$2 rb_command=$3
  shift 3
  rb_limit=$rb_timeout rb_within=0 rb_hold=0 rb_held_since='' rb_accepts=0 rb_keep='' rb_checked='' rb_kind='' rb_asked='' rb_kills=''
  rb_needs='' rb_roots='' rb_leaves='' rb_then='' rb_entered='' rb_quiet='' rb_tries=0 rb_pause=100 rb_results=()
  for word in "$@"; do
    case $word in
      timeout=*) rb_limit=\${word#*=} ;;
      within=*) rb_within=\${word#*=} ;;
      for=*) rb_hold=\${word#*=} ;;
      accepts=*) rb_accepts=\${word#*=} ;;
      kills=*) rb_kills=\${word#*=} ;;
      jobs | background) rb_kind=$word ;;
      quiet) rb_quiet=1 ;;
      kept) rb_keep=1 ;;
      checked) rb_checked=1 ;;
      asked) rb_asked=1 ;;
      then=*) rb_then=\${word#*=} ;;
      enter=*) rb_entered=\${word#*=} ;;
      needs=*) rb_needs=\${word#*=} ;;
      roots=*) rb_roots=\${word#*=} ;;
      leaves) rb_leaves=1 ;;
    esac
  done
  rb_began=$SECONDS
  if [ -n "$rb_needs$rb_roots" ]; then rb_has_variables || return 1; fi
  rb_say "\$ $rb_command"
}

# Cleanup runs whatever ran before it, and "rm -rf $DIR/*" must not be "rm -rf /*".
rb_has_variables() {
  local name
  for name in \${rb_needs//,/ }; do
    [ -n "\${!name+x}" ] || declare -p "$name" >/dev/null 2>&1 || { rb_refuse "\`$name\` is not set"; return 1; }
  done
  for name in \${rb_roots//,/ }; do
    [ -n "\${!name:-}" ] || { rb_refuse "\`$name\` is empty"; return 1; }
  done
}

rb_refuse() {
  rb_failed=$((rb_failed + 1)) rb_kept='' rb_id=''
  rb_say "✗ $rb_file:$rb_line  $1, so this command did not run"
  rb_stop 1
}

rb_start() {
  rb_tries=$((rb_tries + 1))
  rb_fail='' rb_ticks='' rb_report='' rb_errors=0 rb_good=0 rb_bad=0 rb_objects=0 rb_done=0
  if [ "$rb_entered" != "$rb_folder" ]; then "$rb_enter" || return 1; fi
  rb_open
  printf '%s %s\n' "$rb_n" "$rb_limit" >|"$rb_dir/limit"
  rb_running=1 rb_status=2 rb_pipes=2
  IFS=$rb_ifs
  case $rb_kind in ?*) set -m ;; esac
  case $rb_flags in *P*) set -o pipefail ;; esac
  case $rb_flags in *a*) set -a ;; esac
  case $rb_flags in *C*) set -C ;; esac
  case $rb_flags in *f*) set -f ;; esac
  case $rb_flags in *u*) set -u ;; esac
  case $rb_phase$rb_flags in steps*e*) set -e ;; esac
  case $rb_flags in *x*) set -x ;; esac
}

# Stands below every statement: STATUS PIPESTATUS…. The document's shell options are set aside until the next one.
rb_ran() {
  rb_status=$1 rb_flags=$- rb_ifs=$IFS
  IFS=$' \t\n'
  set +aefuxC
  shift
  rb_pipes=$*
  case :$SHELLOPTS: in *:pipefail:*) rb_flags=\${rb_flags}P && set +o pipefail ;; esac
  case $rb_kind in ?*) set +m ;; esac
  rb_running=
}

# For a statement that asks how the one before it ended.
rb_last_status() { return "\${rb_last%% *}"; }

# The same for one that looks at PIPESTATUS: prints a pipeline that ends like the one before.
rb_last_pipeline() {
  local stage pipeline=''
  for stage in \${rb_last#* }; do pipeline="\${pipeline:+$pipeline | }(exit $stage)"; done
  echo "$pipeline"
}

# After a try: true if there is to be another one.
rb_again() {
  local left
  # Left by a stray "continue", or by what bash could not do.
  [ -z "$rb_running" ] || rb_ran 2 2
  rb_close
  [ -n "$rb_fail" ] || rb_judge_exit
  if [ -z "$rb_fail" ] && [ "$rb_bad" -eq 0 ]; then
    : "\${rb_held_since:=$SECONDS}"
    if [ "$rb_hold" -gt 0 ] && [ $((SECONDS - rb_held_since)) -le "$rb_hold" ]; then
      rb_sleep 0.5
      return 0
    fi
    rb_pass
    return 1
  fi
  if [ -n "$rb_held_since" ]; then
    rb_report="$rb_report  hint     it was met for $((SECONDS - rb_held_since)) s, and should have stayed so for $rb_hold s"$'\n'
    rb_held_since=''
  fi
  left=$((rb_began + rb_within - SECONDS))
  if [ "$left" -gt 0 ] && { [ -n "$rb_fail" ] || [ "$rb_errors" -eq 0 ]; }; then
    rb_wait_before_next "$left"
    return 0
  fi
  rb_give_up
  return 1
}

# A tenth of a second first, then half as long again each time, up to five seconds.
rb_wait_before_next() {
  local pause=$rb_pause
  [ "$pause" -lt $(($1 * 1000)) ] || pause=$(($1 * 1000))
  rb_sleep "$((pause / 1000)).$(printf %03d $((pause % 1000)))"
  rb_pause=$((rb_pause * 3 / 2))
  [ "$rb_pause" -le 5000 ] || rb_pause=5000
}

# Every statement must end and each part of its pipeline succeed, unless an expectation says that a failure is expected.
rb_judge_exit() {
  local overdue='' rest=$rb_accepts stage bad='' parts lists
  [ ! -e "$rb_dir/overdue" ] || read -r overdue <"$rb_dir/overdue"
  if [ "$overdue" = "$rb_n" ]; then
    rb_fail="still running after $rb_limit s, so it was stopped"
    return 0
  fi
  parts=\${rb_pipes//[^ ]/} lists=\${rest//[^\/]/}
  if [ \${#parts} -eq \${#lists} ]; then
    for stage in $rb_pipes; do
      case $rest in */*) ;; *) break ;; esac
      case ,\${rest%%/*}, in *",$stage,"* | ,any,) ;; *) bad=1 ;; esac
      rest=\${rest#*/}
    done
  fi
  case ,\${rest##*/}, in *",$rb_status,"* | ,any,) ;; *) bad=1 ;; esac
  [ -n "$bad" ] || return 0
  rb_fail="exit code $rb_status"
  case $rb_pipes in *' '*) rb_fail="$rb_fail (\${rb_pipes// / | })" ;; esac
}

rb_pass() {
  rb_passed=$((rb_passed + 1)) rb_met=$((rb_met + rb_good))
  [ -n "$rb_checked" ] || rb_unchecked=$((rb_unchecked + 1))
  printf '%s' "$rb_ticks" >&98
  if [ -n "$rb_keep" ]; then
    rb_kept="$rb_kept $rb_n"
  else
    rb_kept=''
  fi
  rb_over
}

rb_give_up() {
  rb_failed=$((rb_failed + 1)) rb_met=$((rb_met + rb_good)) rb_unmet=$((rb_unmet + rb_bad))
  printf '%s' "$rb_ticks" >&98
  [ -z "$rb_fail" ] || rb_say "✗ $rb_file:$rb_line  $rb_fail"
  printf '%s' "$rb_report" >&98
  [ "$rb_tries" -eq 1 ] || rb_say "  tries    $rb_tries in $((SECONDS - rb_began)) s; this is the last"
  rb_show_output "$rb_dir/$rb_n"
  rb_kept=''
  rb_over
  if [ -z "$rb_fail" ] && [ "$rb_errors" -gt 0 ]; then rb_stop 3; else rb_stop 1; fi
}

rb_over() {
  rb_last="$rb_status $rb_pipes" rb_id=''
  [ -z "$rb_then" ] || "$rb_then"
  [ -z "$rb_after" ] || "$rb_after"
}

# What comes after a failure is left out: in the steps all of it but cleanup; in cleanup only what would run in the
# wrong folder.
rb_stop() {
  [ "$rb_code" -ge "$1" ] || rb_code=$1
  case $rb_phase$rb_leaves in steps* | ?*1) rb_skip=failed ;; esac
  [ "$rb_phase" != steps ] || rb_finish
}
`;
