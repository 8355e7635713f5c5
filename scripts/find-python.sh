#!/bin/sh
# Prints the path of a Python of 3.11 or later; as root, installs one where there is none.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$name" && return
    done
    return 1
}
find_python && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && { apt-get install -qy python3 python3-venv && find_python >/dev/null \
        || apt-get install -qy python3.11 python3.11-venv; }; } >&2
    find_python && exit
fi
echo "Python 3.11 or later is missing. Run as root: apt-get install python3 python3-venv   (Debian 12, Ubuntu 24.04 or later)" >&2
exit 1
