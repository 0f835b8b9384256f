#!/bin/sh
# Runs a command with the Python of .local/venv, after making sure of the packages of a lock file.
#
#   sh portal/launch/with_venv.sh runtime -m portal.launch run
#
# PYTHON names the interpreter to make the environment with; else the first one that is new enough is taken.
set -eu

fits() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

found=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if fits "$candidate"; then
        found=$candidate
        break
    fi
done
if [ -z "$found" ]; then
    if command -v "${PYTHON:-python3}" >/dev/null 2>&1; then
        echo "Python 3.11 or newer is needed; ${PYTHON:-python3} is $("${PYTHON:-python3}" -V 2>&1). Install a newer one, or name it: PYTHON=python3.12 make run" >&2
    else
        echo "Python 3.11 or newer is needed, and ${PYTHON:-python3} isn't here: sudo apt install python3 python3-venv" >&2
    fi
    exit 1
fi

exec "$found" portal/launch/install.py "$@"
