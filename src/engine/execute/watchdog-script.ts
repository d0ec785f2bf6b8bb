/**
 * What the watchdog runs: POSIX sh, because it has to work when everything of ours is dead. What it must know from its
 * first moment is in its environment: `OWN_TAG`, which begins the tag that our processes carry in theirs, and `TOLD`,
 * lines as they come later. It reads more of them from a pipe that only runbook holds:
 *
 * - `root TAG PID:BIRTH`: the shell of the session TAG, from now on. Its descendants, and all in its session of the
 *   system (setsid(2)), are ours.
 * - `seen TAG PID:BIRTH…`: descendants of that session's shells, in place of those told before. So they are found when
 *   the shell that was their parent is dead.
 * - `sweep TAG`: end all of that session now and answer `swept TAG`.
 * - `gone TAG`: nothing of that session lives any more, so that its numbers may be given to others.
 * - `folder PATH`, `keep PATH`: remove this folder at the end; leave it.
 *
 * At the end of the pipe, so also after kill -9, it ends what is left and removes the folders. Whatever happens to the
 * others of the run, nothing it does may end it before that: it ignores every signal that can be ignored, SIGPIPE above
 * all, since nobody may be left to read its answer.
 *
 * A process is told by its number and its birth (when it was started), since numbers are used again. The text doesn't
 * hold the program's name, so that `pkill -9 -f` with that name leaves the watchdog alive.
 */
export const watchdogScript = String.raw`
trap '' HUP INT QUIT TERM PIPE USR1 USR2 ALRM TSTP TTIN TTOU
PATH=/usr/bin:/bin:$PATH LC_ALL=C TZ=UTC0
export PATH LC_ALL TZ
nl='
'
roots= seen= folders=

# Lines "pid parent session state birth" of every process; "-" for a session that isn't known.
processes() {
  if [ -r /proc/self/stat ]; then
    # A process may have any characters in its name, line breaks too.
    cat /proc/[0-9]*/stat 2>/dev/null | awk '
      { line = line ~ /^[0-9]+ \(/ ? line $0 " " : $0 " " }
      match(line, /^[0-9]+ \(.*\) [A-Za-z] [0-9]+ [0-9]+ [-0-9]+( [-0-9]+)+ *$/) {
        split(line, head, " "); sub(/.*\) /, "", line); split(line, f, " ")
        print head[1], f[2], f[4], f[1], f[20]; line = "" }'
  else
    ps -A -o pid= -o ppid= -o state= -o lstart= |
      awk '{ birth = $4; for (i = 5; i <= NF; i++) birth = birth "_" $i; print $1, $2, "-", $3, birth }'
  fi
}

# Numbers of processes that carry RUNBOOK_TAG=$1... in their environment. Without a tag none: every run has one.
tagged() {
  [ -n "$1" ] || return 0
  if [ -r /proc/self/environ ]; then
    grep -lsaF "RUNBOOK_TAG=$1" /proc/[0-9]*/environ | sed 's/[^0-9]//g'
  else
    ps -AwwE -o pid= -o command= | while read -r pid rest; do
      case $rest in *"RUNBOOK_TAG=$1"*) echo "$pid";; esac
    done
  fi
}

# Those of $1 (as "PID:BIRTH", or "PID" for one that was looked at just now) that live, those of their sessions, and
# all their descendants. Zombies are dead. Whoever told us what, we and the processes that we come from are never ours
# to end, so that nothing can lead from a session to the whole machine.
living() {
  processes | awk -v asked="$1" -v self=$$ '
    { parent[$1] = $2; session[$1] = $3; state[$1] = $4; birth[$1] = $5; pids[++m] = $1 }
    END {
      for (p = self; p != "" && !(p in above); p = parent[p]) above[p] = 1
      above[0] = 1; above[1] = 1
      n = split(asked, a, " ")
      for (i = 1; i <= n; i++) {
        colon = index(a[i], ":"); p = colon ? substr(a[i], 1, colon - 1) : a[i]
        if (p + 0 <= 1 || (p in above)) continue
        if (colon && (p in birth) && birth[p] != substr(a[i], colon + 1)) continue
        want[p] = 1
        # While a process of a session lives, the number of the one that led it is given to no other.
        if (colon) led[p] = 1
      }
      for (i = 1; i <= m; i++) if (!(pids[i] in above) && (session[pids[i]] in led)) want[pids[i]] = 1
      do { more = 0; for (i = 1; i <= m; i++) { p = pids[i]
        if (!(p in want) && !(p in above) && (parent[p] in want)) { want[p] = 1; more = 1 } } } while (more)
      for (i = 1; i <= m; i++) { p = pids[i]; if ((p in want) && state[p] !~ /^Z/) print p ":" birth[p] }
    }'
}

# Numbers of those of $2 that aren't in $1.
fresh() {
  awk -v old="$1" -v new="$2" 'BEGIN {
    n = split(old, o, " "); for (i = 1; i <= n; i++) is[o[i]] = 1
    n = split(new, w, " "); for (i = 1; i <= n; i++) if (!(w[i] in is)) { sub(/:.*/, "", w[i]); print w[i] } }'
}

# end TAG PID:BIRTH...: TERM, half a second of patience, then KILL until nothing is left.
end() {
  left=$(living "$(echo $2 $(tagged "$1"))")
  asked= round=0
  while [ -n "$left" ] && [ $round -lt 60 ]; do
    if [ $round -lt 10 ]; then kill -TERM $(fresh "$(echo $asked)" "$(echo $left)"); asked="$asked $left"
    else kill -KILL $(fresh '' "$(echo $left)"); fi 2>/dev/null
    sleep 0.05 2>/dev/null || sleep 1
    round=$((round + 1))
    left=$(living "$(echo $2 $left $(tagged "$1"))")
  done
}

# Sets "rest" to the lines of $1 that don't begin with $2, a blank behind it.
without() {
  rest=
  while IFS= read -r line; do
    case "$line " in ' '|"$2 "*) ;; *) rest=$rest$line$nl ;; esac
  done <<END
$1
END
}

# What the lines of $1 that begin with $2 (with anything when there is none) say behind it.
told() {
  printf %s "$1" | while read -r name values; do
    case $name in "\${2:-$name}") printf '%s ' "$values" ;; esac
  done
}

# Takes lines from the standard input until there are no more.
hear() {
  while read -r word value; do
    case $word in
      root) without "$roots" "\${value%% *}"; roots=$rest$value$nl ;;
      seen) without "$seen" "\${value%% *}"; seen=$rest$value$nl ;;
      folder) without "$folders" "$value"; folders=$rest$value$nl ;;
      keep) without "$folders" "$value"; folders=$rest ;;
      sweep) end "$value" "$(told "$roots" "$value") $(told "$seen" "$value")"
        without "$roots" "$value"; roots=$rest
        without "$seen" "$value"; seen=$rest
        echo "swept $value" ;;
      gone) without "$roots" "$value"; roots=$rest
        without "$seen" "$value"; seen=$rest ;;
    esac
  done
}

hear <<END
$TOLD
END
hear
# Twice: a process that was being started when its parent died has no tag before it is there.
for pass in 1 2; do
  end "$OWN_TAG" "$(told "$roots") $(told "$seen")"
  while IFS= read -r folder; do
    case $folder in /*/r[u]nbook-?*|/r[u]nbook-?*) rm -rf -- "$folder" ;; esac
  done <<END
$folders
END
  [ $pass = 2 ] || sleep 0.1 2>/dev/null
done
`.replaceAll('\\${', '${');
