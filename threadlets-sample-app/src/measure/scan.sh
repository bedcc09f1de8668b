#!/usr/bin/env bash
# Scans many small files with the sample application, and does the same with find and sha256sum, fdupes and jdupes, in turn.
#
#   threadlets-sample-app/src/measure/scan.sh [files] [rounds]      default: 200000 files, 3 rounds
#
# Needs the built jar (the README's first command without "java"), curl, and GNU time (Debian: time). fdupes and jdupes are left
# out where they are not installed. Every file is in the page cache before the first round. Prints a Markdown table: the median
# of the rounds, and the least and the most. No command may take longer than 15 minutes. JAVA_OPTS is by default -Xmx256m.
set -euo pipefail

files=${1:-200000}
rounds=${2:-3}
limit=900
jar=$(dirname "${BASH_SOURCE[0]}")/../../target/threadlets-sample-app.jar
options=${JAVA_OPTS:--Xmx256m}

for needed in "$jar" /usr/bin/time; do
  [[ -e $needed ]] || { echo "$needed is missing" >&2; exit 1; }
done
work=$(mktemp -d)
server=
finish() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# Up to 12 KB each, 1000 in a folder; every tenth one is a copy.
make_files() {
  local i content
  for ((i = 0; i < files; i++)); do
    ((i % 1000)) || mkdir -p "$work/files/$((i / 1000))"
    content=$((i % 10 ? i : i / 100 + 1))
    printf '%*s%d' $((content * 7919 % 12288)) '' "$content" >"$work/files/$((i / 1000))/$i"
  done
}

now() {
  date +%s%N
}

# Adds a line "seconds megabytes" to the results of a name: note <name> <nanoseconds> <kilobytes>
note() {
  awk -v ns="$2" -v kb="$3" 'BEGIN { printf "%.2f %.0f\n", ns / 1e9, kb / 1024 }' >>"$work/results $1"
}

# Runs a command with its output in a file: other <name> <output> <command>...
other() {
  local begin
  begin=$(now)
  timeout "$limit" /usr/bin/time -o "$work/memory" -f %M "${@:3}" >"$2"
  note "$1" $(($(now) - begin)) "$(tail -n 1 "$work/memory")"
}

scan() {
  local port begin state url deadline
  # shellcheck disable=SC2086
  java $options -jar "$jar" --server.port=0 --sample.root="$work/files" >"$work/log" 2>&1 &
  server=$!
  deadline=$((SECONDS + limit))
  until port=$(grep -oP 'Tomcat started on port \K\d+' "$work/log") && grep -q 'Started SampleApplication' "$work/log"; do
    if ! kill -0 "$server" || ((SECONDS >= deadline)); then
      cat "$work/log" >&2
      exit 1
    fi
    sleep 0.2
  done
  url=http://127.0.0.1:$port/scans
  begin=$(now)
  curl -sS -f -o "$work/answer" -H 'Content-Type: application/json' -d '{"path": "."}' "$url"
  # The list, since it is short whatever the scan has found.
  until state=$(curl -sS -f "$url" | grep -oP '"state":"\K\w+') && [[ $state != running ]]; do
    ((SECONDS < deadline)) || { echo "The scan takes longer than $limit s" >&2; exit 1; }
    sleep 0.1
  done
  note "the sample ($options)" $(($(now) - begin)) "$(awk '/VmHWM/ { print $2 }' "/proc/$server/status")"
  [[ $state == "done" ]] || { echo "The scan is $state" >&2; exit 1; }
  curl -sS -f "$url/1/digests" | LC_ALL=C sort >"$work/digests"
  kill "$server"
  wait "$server" || true
  server=
}

echo "Making $files files" >&2
make_files
find "$work/files" -type f -exec cat {} + | wc -c | awk '{ printf "%.0f MB\n", $1 / 1e6 }' >&2
for ((round = 1; round <= rounds; round++)); do
  echo "Round $round of $rounds" >&2
  scan
  other "find -exec sha256sum {} +" "$work/sums" find "$work/files" -type f -exec sha256sum {} +
  LC_ALL=C sort "$work/sums" | cmp - "$work/digests"
  for tool in fdupes jdupes; do
    if command -v "$tool" >/dev/null; then
      other "$tool -r -q" "$work/groups" "$tool" -r -q "$work/files"
    fi
  done
done

echo
echo "$files files, $rounds rounds, $(nproc) processors, $(java -version 2>&1 | head -n 1)"
echo
echo '| | seconds | peak memory, MB |'
echo '|---|---|---|'
for results in "$work/results "*; do
  awk -v name="${results##*results }" '
    function sorted(values, n,   i, j, t) {
      for (i = 2; i <= n; i++) for (j = i; j > 1 && values[j] < values[j - 1]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
      return values[int((n + 1) / 2)] " (" values[1] " to " values[n] ")"
    }
    { seconds[NR] = $1 + 0; memory[NR] = $2 + 0 }
    END { print "| " name " | " sorted(seconds, NR) " | " sorted(memory, NR) " |" }' "$results"
done
