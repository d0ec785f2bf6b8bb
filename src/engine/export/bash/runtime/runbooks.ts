import { sh } from '../sh.ts';

/** Runbooks one after the other, each with a shell state of its own. */
export const runbooks = sh`
# Begins a runbook: FILE TITLE TIMEOUT [required].
rb_runbook() {
  rb_file=$1 rb_timeout=$3 rb_skip='' rb_folder='' rb_last='0 0'
  export RUNBOOK_DOC=$rb_home/\${1##*/}
  cd -- "$rb_home" || exit 3
  rb_say ''
  rb_say "$2  $1\${4:+  ($4)}"
}

# It will run: STATEMENTS CLEANUP. The cleanup of a later runbook comes first.
rb_will_run() {
  [ -z "$rb_skip" ] || return 0
  rb_total=$((rb_total + $1)) rb_cleanups=\${2:+$2 }$rb_cleanups
}

# Leaves out a required runbook.
rb_not_needed() {
  rb_skip=$1
  rb_say "- $rb_file  skipped: $1"
}

# Runs a "ready" probe for thirty seconds at most: FUNCTION.
rb_holds() {
  local status
  rb_n=$((rb_n + 1))
  echo "$rb_n 30" >|"$rb_dir/limit"
  "$1" </dev/null >/dev/null 2>&1
  status=$?
  : >|"$rb_dir/limit"
  return "$status"
}

# Leaves a runbook: NUMBER. Its cleanup will find its state again.
rb_leave() {
  rb_keep_state "$1"
  [ -z "$rb_cleanups" ] || rb_cleanups="state.$1 $rb_cleanups"
  rb_forget_state
}

# Keeps the state of the shell, but for what is ours: NAME.
rb_keep_state() {
  local name
  {
    for name in $(compgen -A variable); do
      case $name in
        rb_* | BASH* | DIRSTACK | EUID | FUNCNAME | GROUPS | HISTCMD | IFS | LINENO | PIPESTATUS | PPID | RANDOM | \
          SECONDS | SHELLOPTS | UID | _) ;;
        *) declare -p "$name" ;;
      esac
    done
    for name in $(compgen -A function); do
      case $name in rb_*) ;; *) declare -f "$name" ;; esac
    done
    alias -p
    shopt -p
    printf 'cd -- %q\n' "$PWD"
    printf 'rb_flags=%q rb_ifs=%q rb_file=%q rb_timeout=%q\n' "$rb_flags" "$rb_ifs" "$rb_file" "$rb_timeout"
  } >"$rb_dir/state.$1" 2>/dev/null
}

rb_forget_state() {
  local rb_name
  for rb_name in $(compgen -A variable); do
    case $rb_name in
      rb_* | BASH* | DIRSTACK | EUID | FUNCNAME | GROUPS | HISTCMD | IFS | LINENO | OPTIND | PATH | PIPESTATUS | PPID | \
        PWD | RANDOM | SECONDS | SHELLOPTS | UID | _) ;;
      *) unset "$rb_name" 2>/dev/null ;;
    esac
  done
  for rb_name in $(compgen -A function); do
    case $rb_name in rb_*) ;; *) unset -f "$rb_name" ;; esac
  done
  unalias -a
  trap - DEBUG ERR RETURN
  # Jobs of the runbook before keep running, but have no numbers here.
  disown -a 2>/dev/null
  rb_flags='' rb_ifs=$' \t\n'
}
`;
