#!/usr/bin/env bash
# Runs the benchmarks on the default JDK and then on JDK 25, where there is one beside it, and reports the figures.
#
#   run.sh                       measures all pools and writes docs/performance.md
#   run.sh --cost                measures what the Spring starter costs instead and writes docs/cost.md
#   run.sh --only Burst          only benchmarks whose full name has a match of the regular expression: prints
#   run.sh --starts 15           with --cost: how often each application is started: prints
#   run.sh -f 1 -wi 1 -i 1       other arguments are JMH's: prints
#   run.sh --write -f 10         other arguments are JMH's: prints, and writes the document
#
# The raw results are left in target/results or target/cost-results, those of a run that only prints in
# target/partial-results.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

module=threadlets-benchmarks
jar=$module/target/benchmarks.jar
package=io.threadlets.benchmarks
second_jdk=25

cost=
only=
starts=
write=
jmh_arguments=()
command="$module/run.sh"
if (($# > 0)); then
  command+=$(printf ' %q' "$@")
fi
while (($# > 0)); do
  case "$1" in
    --cost)
      cost=yes
      shift
      ;;
    --starts)
      starts=${2:?--starts needs a number}
      shift 2
      ;;
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
document=docs/performance.md
if [[ -n "$cost" ]]; then
  results=$module/target/cost-results
  document=docs/cost.md
fi
if [[ -n "$only" || -z "$write" && "${#jmh_arguments[@]}" != 0 || -z "$write" && -n "$starts" ]]; then
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
  if [[ -f "$jar" && -z "$(find pom.xml {threadlets-core,threadlets-spring-boot-starter,"$module"}/{pom.xml,src/main} \
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

# Runs a main unless it was not asked for: run_main <home> <name> <its argument, or nothing> <VM flag>...
run_main() {
  local home=$1 main=$2 argument=$3 jdk
  shift 3
  if [[ "$package.$main" =~ ${only:-.*} ]]; then
    jdk=$(major_version "$home")
    {
      (($# == 0)) || echo "# $*"
      "$home/bin/java" "$@" -cp "$jar" "$package.$main" ${argument:+"$argument"}
    } | tee "$results/$jdk-${main##*.}.txt"
  fi
}

# Prints the benchmarks that were asked for: names <home> <beginning of their names, as a regular expression>
names() {
  "$1/bin/java" -jar "$jar" "${only:-.*}" -l | grep "^$2" || true
}

# Measures the pools on one JDK. Allocation is told by a profiler, which would disturb the others.
measure_pools() {
  local home=$1 jdk names
  jdk=$(major_version "$home")
  names=$(names "$home" "$package\.[A-Z]")
  run_jmh "$home" "$results/$jdk.json" "$(grep -v '\.Allocation\.' <<<"$names" || true)"
  run_jmh "$home" "$results/$jdk-gc.json" "$(grep '\.Allocation\.' <<<"$names" || true)" -prof gc
  run_main "$home" Held "" -Xmx2g -XX:+UseSerialGC
  run_main "$home" LightLoad "" -Xmx1g
  run_main "$home" BusyMachine "" -Xmx1g
  run_main "$home" MassExit "" -Xmx2g
  run_main "$home" ManyThreads "" -Xmx2g
  run_main "$home" SlowStarts "" -Xmx1g
  run_main "$home" Trickle "" -Xmx1g
  run_main "$home" Footprint "" -Xmx2g -XX:+UseSerialGC
}

# Measures the starter on one JDK. Here the profiler, which looks between iterations only, disturbs nobody.
measure_cost() {
  local home=$1
  run_jmh "$home" "$results/$(major_version "$home").json" "$(names "$home" "$package\.calls\.")" -prof gc
  run_main "$home" start.StartUp "$starts"
  run_main "$home" limit.FullLimit "" -Xmx1g
}

# Measures on one JDK.
measure() {
  echo "== JDK $(major_version "$1")"
  if [[ -n "$cost" ]]; then
    measure_cost "$1"
  else
    measure_pools "$1"
  fi
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
