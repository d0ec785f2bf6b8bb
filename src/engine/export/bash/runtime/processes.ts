import { sh } from '../sh.ts';

/** The limits of statements, and the end of everything that the script has started. */
export const processes = sh`
# Prints the processes below one, without those it is told to spare and what is below them: PID SPARED.
rb_below() {
  { command ps -A -o pid= -o ppid= -o comm= 2>/dev/null || command ps -o pid,ppid,comm; } |
    command awk -v root="$1" -v spared="$2" '
      BEGIN { count = split(spared, list, " "); for (i = 1; i <= count; i++) spare[list[i]] = 1 }
      $3 !~ /(^|\/)ps$/ { parent[$1] = $2 }
      END {
        known[root] = 1
        do {
          found = 0
          for (pid in parent)
            if (!(pid in known) && !(pid in spare) && (parent[pid] in known)) {
              known[pid] = found = 1
              print pid
            }
        } while (found)
      }'
}

# A process beside the script: ends the commands of a statement whose time is over, and then the script, which cleans
# up; ends what is left when the script was killed. The main shell runs all statements itself, so that they can set its
# variables; no "timeout" command could do that.
rb_watch() {
  local number seconds seen='' until=0
  trap '' HUP INT PIPE TERM
  while kill -0 "$$"; do
    number='' seconds=''
    read -r number seconds <"$rb_dir/limit"
    if [ "$number" != "$seen" ]; then
      seen=$number until=$((SECONDS + seconds))
    elif [ -n "$number" ] && [ "$SECONDS" -gt "$until" ]; then
      rb_end_overdue "$number"
    fi
    rb_sleep 0.3
  done
  # shellcheck disable=SC2013
  for number in $(command cat "$rb_dir/spared"); do kill -KILL -- "-$number"; done
  rb_end_processes
  command rm -rf "$rb_dir"
}

rb_end_overdue() {
  local turns=0 number
  echo "$1" >"$rb_dir/overdue"
  # shellcheck disable=SC2046
  kill -TERM $(rb_below "$$" "$(command cat "$rb_dir/spared")")
  until [ "$turns" -gt 20 ]; do
    number=''
    read -r number _ <"$rb_dir/limit"
    [ "$number" = "$1" ] || return 0
    turns=$((turns + 1))
    rb_sleep 0.1
  done
  # shellcheck disable=SC2046
  kill -KILL $(rb_below "$$" "$(command cat "$rb_dir/spared")")
  kill -TERM "$$"
}

rb_start_watcher() {
  rb_watcher=$(
    set -m
    unset RUNBOOK_TAG
    rb_watch </dev/null >/dev/null 2>&1 98>&- 99>&- &
    echo $!
  )
}

# Ends every process that the script has started: asked first, killed after two seconds.
rb_end_processes() {
  local pids signal=TERM turns=0 file
  while :; do
    rb_below "$$" '' >|"$rb_dir/left"
    for file in $(command grep -l "RUNBOOK_TAG=$rb_tag" /proc/[0-9]*/environ 2>/dev/null); do
      file=\${file#/proc/}
      echo "\${file%/environ}" >>"$rb_dir/left"
    done
    pids=''
    while read -r file; do
      if kill -0 "$file" 2>/dev/null; then pids="$pids $file"; fi
    done <"$rb_dir/left"
    [ -n "$pids" ] || return 0
    [ "$turns" -lt 40 ] || signal=KILL
    [ "$turns" -lt 80 ] || return 0
    # shellcheck disable=SC2086
    case $turns in 0 | 40) kill -"$signal" $pids 2>/dev/null ;; esac
    jobs >/dev/null 2>&1
    turns=$((turns + 1))
    rb_sleep 0.05
  done
}
`;
