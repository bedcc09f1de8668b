#!/usr/bin/env bash
# Runs the benchmarks on the default JDK and then on JDK 25, where there is one beside it, and reports the figures.
#
#   run.sh                       measures everything and writes docs/performance.md
#   run.sh --only Burst          only benchmarks whose full name has a match of the regular expression: prints
#   run.sh -f 1 -wi 1 -i 1       other arguments are JMH's: prints
#   run.sh --write -f 10         other arguments are JMH's: prints, and writes docs/performance.md
#
# The raw results are left in target/results, those of a run that only prints in target/partial-results.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

module=threadlets-benchmarks
jar=$module/target/benchmarks.jar
package=io.threadlets.benchmarks
document=docs/performance.md
second_jdk=25

only=
write=
jmh_arguments=()
command="$module/run.sh"
if (($# > 0)); then
  command+=$(printf ' %q' "$@")
fi
while (($# > 0)); do
  case "$1" in
    --only)
      only=${2:?--only needs a regular expression}
      shift 2
      ;;
    --write)
      write=yes
      shift
      ;;
    *)
      jmh_arguments+=("$1")
      shift
      ;;
  esac
done
if [[ -n "$only" && -n "$write" ]]; then
  echo "run.sh: --only measures a part and --write wants everything; take one of them" >&2
  exit 2
fi

results=$module/target/results
if [[ -n "$only" || -z "$write" && "${#jmh_arguments[@]}" != 0 ]]; then
  results=$module/target/partial-results
  document=
fi

# Prints the major version of a JDK home; nothing where there is none.
major_version() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

# Prints the home of the JDK whose javac is on the path.
path_home() {
  dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
}

# Prints the first home of the given major version beside JAVA_HOME or beside the JDK on the path.
find_jdk() {
  local home
  for home in ${JAVA_HOME:+"$JAVA_HOME"/../*} "$(path_home)"/../*; do
    if [[ -x "$home/bin/javac" && "$(major_version "$home")" == "$1" ]]; then
      readlink -f "$home"
      return
    fi
  done
}

# Builds the jar unless it is newer than everything that goes into it.
build() {
  if [[ -f "$jar" && -z "$(find pom.xml threadlets-core/{pom.xml,src/main} "$module"/{pom.xml,src/main} \
    -type f -newer "$jar" -print -quit)" ]]; then
    echo "== $jar is up to date"
    return
  fi
  echo "== building $jar"
  mvn -B -ntp -DskipTests -pl "$module" -am package </dev/null
  echo # Maven ends with an escape sequence and no newline
}

# Runs benchmarks, if there are any: run_jmh <home> <result file> <names, a line each> <JMH argument>...
run_jmh() {
  local home=$1 file=$2 names
  mapfile -t names < <(printf '%s' "$3")
  shift 3
  if (("${#names[@]}" > 0)); then
    "$home/bin/java" -jar "$jar" "${names[@]/%/\$}" "$@" ${jmh_arguments[@]+"${jmh_arguments[@]}"} -rf json -rff "$file"
  fi
}

# Runs a main unless it was not asked for: run_main <home> <name> <VM flag>...
run_main() {
  local home=$1 main=$2 jdk
  shift 2
  if [[ "$package.$main" =~ ${only:-.*} ]]; then
    jdk=$(major_version "$home")
    {
      echo "# $*"
      "$home/bin/java" "$@" -cp "$jar" "$package.$main"
    } | tee "$results/$jdk-$main.txt"
  fi
}

# Measures on one JDK. Allocation is told by a profiler, which would disturb the others.
measure() {
  local home=$1 jdk names
  jdk=$(major_version "$home")
  echo "== JDK $jdk"
  names=$("$home/bin/java" -jar "$jar" "${only:-.*}" -l | grep "^$package\\." || true)
  run_jmh "$home" "$results/$jdk.json" "$(grep -v '\.Allocation\.' <<<"$names" || true)"
  run_jmh "$home" "$results/$jdk-gc.json" "$(grep '\.Allocation\.' <<<"$names" || true)" -prof gc
  run_main "$home" Held -Xmx2g -XX:+UseSerialGC
  run_main "$home" LightLoad -Xmx1g
}

build
rm -rf "$results"
mkdir -p "$results"

first_home=$(readlink -f "${JAVA_HOME:-$(path_home)}")
first_jdk=$(major_version "$first_home")
measure "$first_home"

home=$(find_jdk "$second_jdk")
if [[ "$first_jdk" == "$second_jdk" ]]; then
  echo "== the default JDK is $second_jdk: no second run"
elif [[ -n "$home" ]]; then
  measure "$home"
else
  echo "== no JDK $second_jdk beside $first_home: measured on JDK $first_jdk alone"
fi

echo "== report"
"$first_home/bin/java" -cp "$jar" "$package.report.Report" "$results" "$command" ${document:+"$document"}
