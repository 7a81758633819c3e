#!/bin/sh
# Brings what the renderer needs and is not here yet: uv, the locked Python packages, Pango and HarfBuzz.
# Usage: tools/setup.sh [test]    With `test` also the developers' packages, Java and veraPDF.
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
# All three functions take the names of packages for apt, dnf and Homebrew.
install_command() {
    if [ "$system" = Darwin ]; then echo "brew install $3"
    elif command -v apt-get >/dev/null; then echo "apt-get install -y --no-install-recommends $1"
    elif command -v dnf >/dev/null; then echo "dnf install -y -q $2"
    else echo "install with your package manager: $1"
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_packages() {
    command=$(install_command "$@")
    case $command in
        brew*) command -v brew >/dev/null || return 1; $command >&2; return ;;
        install*) return 1 ;;
    esac
    as_root true 2>/dev/null || return 1
    say "$command"
    case $command in
        apt-get*) as_root apt-get update -qq >&2 && as_root env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null ;;
        *) as_root $command >&2 ;;
    esac
}

install_by_hand() {
    if [ "$system" = Darwin ]; then echo "install it with: $(install_command "$@") (Homebrew: https://brew.sh)"
    else echo "install it with: sudo $(install_command "$@")" | sed 's/with: sudo install/yourself:/'
    fi
}

# -- uv and the Python packages -----------------------------------------------------------------------------
# A virtual environment of uv's own: pip may not touch a Python that the system manages (PEP 668).
make_uv() {
    rm -rf .uv
    python3 -m venv .uv >/dev/null 2>&1 || return 1
    echo '*' >.uv/.gitignore
    .uv/bin/python -m pip install -q --disable-pip-version-check uv
}

need_uv() {
    uv=uv
    uv --version >/dev/null 2>&1 && return
    uv=.uv/bin/uv
    [ -x $uv ] && return
    make_uv && return
    set -- "python3 python3-venv" python3 python
    install_packages "$@" && make_uv && return
    missing "uv could not be set up: Python lacks its venv module, or there is no network; $(install_by_hand "$@")"
}

need_python_packages() {
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
    loads libpango-1.0 libpangoft2-1.0 libharfbuzz-subset && return
    set -- "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" "pango harfbuzz" pango
    install_packages "$@" || true
    loads libpango-1.0 libpangoft2-1.0 || missing "the library Pango is not here; $(install_by_hand "$@")"
    loads libharfbuzz-subset || say "without HarfBuzz's subsetting library builds are slower; $(install_by_hand "$@")"
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
    set -- "default-jre-headless maven" "java-latest-openjdk-headless maven" "openjdk maven"
    if ! java_runs || ! command -v mvn >/dev/null; then
        install_packages "$@" || { say "no Java or Maven, so no veraPDF; $(install_by_hand "$@")"; return 0; }
    fi
    say "fetching veraPDF $version"
    rm -rf "$jars.part"
    if mvn -q -B -f tools/verapdf/pom.xml dependency:copy-dependencies -DoutputDirectory="$jars.part" >&2; then
        mv "$jars.part" "$jars"
    else
        say "veraPDF could not be fetched; tests that ask it are skipped"
    fi
}

need_uv
if [ "${1:-}" = test ]; then
    need_python_packages
    need_libraries
    need_verapdf
else
    need_python_packages --no-dev
    need_libraries
fi
