#!/bin/sh
# Brings what the renderer needs and is not here yet: uv, the locked Python packages, Pango and HarfBuzz.
# Usage: tools/setup.sh [dev | bench | test]    `dev`: also the developers' packages. `bench`: these, pandoc and Typst.
#                                               `test`: the developers' packages, Java and veraPDF.
# Status: 0 ready; 4 something is missing that may not be installed from here, and the last line says what.
set -eu
cd "$(dirname "$0")/.."
system=$(uname)

say() { echo "setup: $*" >&2; }

missing() {
    say "$*"
    say "stopped with status 4: something the renderer needs is not installed"
    exit 4
}

# -- the system's package manager ---------------------------------------------------------------------------
# Names of packages for apt, dnf and Homebrew. Whatever of a list is missing, the whole list is asked for at once.
for_builds() { "$1" "python3-venv libpango-1.0-0 libpangoft2-1.0-0" "python3 pango harfbuzz" pango; }
for_tests() { "$1" "default-jre-headless maven" "java-latest-openjdk-headless maven" "openjdk maven"; }

command_for() {
    if [ "$system" = Darwin ]; then echo "brew install $3"
    elif command -v apt-get >/dev/null; then echo "apt-get install -y --no-install-recommends $1"
    elif command -v dnf >/dev/null; then echo "dnf install -y $2"
    else echo "your package manager: $1"
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Fails when this user may not install packages without typing a password.
install() {
    command=$(command_for "$@")
    case $command in
        brew*) command -v brew >/dev/null && say "$command" && $command >&2; return ;;
        your*) return 1 ;;
    esac
    as_root true 2>/dev/null || return 1
    say "$command"
    case $command in
        apt-get*) as_root apt-get update -qq >&2 && as_root env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null ;;
        dnf*) as_root $command -q >&2 ;;
    esac
}

by_hand() {
    case $(command_for "$@") in
        brew*) echo "install it with: $(command_for "$@") (Homebrew: https://brew.sh)" ;;
        your*) echo "install it with $(command_for "$@")" ;;
        *) echo "install it with: sudo $(command_for "$@")" ;;
    esac
}

# -- uv and the Python packages -----------------------------------------------------------------------------
need_uv() {
    uv=uv
    uv --version >/dev/null 2>&1 && return
    uv=.uv/bin/uv
    [ -x $uv ] && return
    # A virtual environment of uv's own: pip may not touch a Python that the system manages (PEP 668).
    python3 -m venv --clear .uv >/dev/null 2>&1 || { for_builds install && python3 -m venv --clear .uv; } ||
        missing "Python 3.11 or its venv module is not here; $(for_builds by_hand)"
    echo '*' >.uv/.gitignore
    .uv/bin/python -m pip install -q --disable-pip-version-check uv || missing "uv could not be fetched (see above)"
}

need_python_packages() {
    export UV_COMPILE_BYTECODE=1  # once here, instead of at each start where Python may not write it
    $uv sync -q --locked --inexact "$@" || missing "the Python packages could not be fetched (see above)"
}

# -- the libraries WeasyPrint loads -------------------------------------------------------------------------
loads() {
    for library in "$@"; do
        if [ "$system" = Darwin ]; then
            ls /opt/homebrew/lib/"$library".dylib /usr/local/lib/"$library".dylib 2>/dev/null | grep -q . || return 1
        else
            .venv/bin/python -ISc 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$library.so.0" 2>/dev/null || return 1
        fi
    done
}

need_libraries() {
    loads libpango-1.0 libpangoft2-1.0 && return
    for_builds install || true
    loads libpango-1.0 libpangoft2-1.0 || missing "the library Pango is not here; $(for_builds by_hand)"
}

# -- veraPDF, for the tests ---------------------------------------------------------------------------------
java_runs() {
    for java in java /opt/homebrew/opt/openjdk/bin/java /usr/local/opt/openjdk/bin/java; do
        "$java" -version >/dev/null 2>&1 && return
    done
    return 1
}

need_verapdf() {
    version=$(sed -n 's|.*<verapdf.version>\(.*\)</verapdf.version>.*|\1|p' tools/verapdf/pom.xml)
    jars=${XDG_CACHE_HOME:-$HOME/.cache}/renderer-tools/verapdf-$version
    java_runs && [ -d "$jars" ] && return
    if ! java_runs || ! command -v mvn >/dev/null; then
        for_tests install || { say "no Java or Maven, so no veraPDF; $(for_tests by_hand)"; return 0; }
    fi
    say "fetching veraPDF $version"
    rm -rf "$jars.part"
    if told=$(mvn -q -B -f tools/verapdf/pom.xml dependency:copy-dependencies -DoutputDirectory="$jars.part" 2>&1); then
        mv "$jars.part" "$jars"
    else
        say "veraPDF could not be fetched; tests that ask it are skipped: $told"
    fi
}

need_uv
case ${1:-} in
    dev | test) need_python_packages ;;
    bench) need_python_packages --group bench ;;
    *) need_python_packages --no-dev ;;
esac
need_libraries
if [ "${1:-}" = test ]; then need_verapdf; fi
