#!/bin/sh
# Meson on a farm. It runs in the folder of the source, with the environment of the farm's ConfigMap and with
# meson-distcc.ini beside it. At home stay: links, archives, custom targets, and what Meson tries at the start.
set -eu

# DISTCC_HOSTS=localhost: Meson compiles some files that are meant to fail. After a failure distcc leaves a port of the
# farm alone for a second, so the first compiles would stay at home. Asked at home, they do no harm.
# A native file, and not CC: the compilers stay what they are when Meson configures again by itself.
# b_pch: a volunteer cannot use a precompiled header.
DISTCC_HOSTS=localhost meson setup build --native-file meson-distcc.ini -Db_pch=false

# Without -j, Ninja starts as many jobs as this machine has cores.
ninja -C build -j "${JOBS:-20}"
