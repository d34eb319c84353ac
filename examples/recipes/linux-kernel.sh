#!/bin/sh
# The Linux kernel on a farm. It runs in the folder of the source, with the environment of the farm's ConfigMap. At home
# stay: the configuration, sources in assembler, host programs (HOSTCC), objtool, archives and links, and three sources
# that are compiled with -fverbose-asm: distcc says that these failed on the farm, and compiles them again.
set -eu

# The configuration is of the compiler that it was made with: name the same one in both commands.
make CC="distcc gcc" "${CONFIG:-defconfig}"

# CC and not a folder of links: the kernel asks its compiler for many things at the start, and "distcc gcc" answers
# those at home. Leave GCC plugins out of the configuration (CONFIG_GCC_PLUGINS): distccd refuses plugins.
make -j "${JOBS:-32}" CC="distcc gcc"
