#!/bin/sh
# Installs the peers at their pinned versions: sh setup.sh DIR [PYTHON]
# makes DIR/peers and DIR/quest, the two environments that run.py --environments DIR uses.
set -eu
directory=${1:?usage: setup.sh DIR [PYTHON]}
python=${2:-python3.11}
here=$(cd "$(dirname "$0")" && pwd)
for name in peers quest; do
  case $name in peers) list=requirements.txt ;; quest) list=requirements-quest.txt ;; esac
  "$python" -m venv "$directory/$name"
  "$directory/$name/bin/pip" install --quiet --requirement "$here/$list"
done
