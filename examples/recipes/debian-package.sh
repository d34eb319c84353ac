#!/bin/sh
# A Debian package on a farm. It runs in the folder that has debian/, with the environment of the farm's ConfigMap, and
# needs the package distcc of Debian. At home stay: links, tests, the helpers of debhelper, and what configure links.
set -eu

# Compilers named by debian/rules cannot be changed from outside. So distcc takes their names: gcc, g++, cc, c++ and
# others are links to it in this folder.
export PATH="/usr/lib/distcc:$PATH"

# debhelper gives the build a home of its own; distcc would count its places on the farm there.
export DISTCC_DIR="${DISTCC_DIR:-/tmp/distcc}"
mkdir -p "$DISTCC_DIR"

# parallel=N: debhelper and well-made debian/rules pass it to make and ninja.
export DEB_BUILD_OPTIONS="parallel=${JOBS:-20}"

# With -flto a volunteer only parses, and the link compiles, at home. Ubuntu has it on by default, Debian off.
export DEB_BUILD_MAINT_OPTIONS=optimize=-lto

# In debian/rules, turn off precompiled headers if there are any (dh_auto_configure --
# -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON). The farm refuses to make one, and distcc then leaves a port of the farm alone
# for a second.
dpkg-buildpackage --build=binary --no-sign
