"""What dev/record-build cannot say in bash: it measures tasks, finds out which task waits for which, writes the CSV.

record.py line TARGET FLAG… COMMAND  runs a line of a recipe of make, and measures it (called by dev/lib/record/shell)
record.py make OUTPUT                writes the CSV of what these lines left behind
record.py ninja OUTPUT TARGET…       runs the tasks of a build.ninja one by one, measures them and writes the CSV
record.py check FILE…                checks files of this kind
record.py table FILE…                prints a row for each, for a table in Markdown

The first three need RECORD_STATE, a folder for what is noted, and RECORD_ROOT, the folder of the project. Needs Python
3.9 or later and liblzo2.so.2.
"""

import csv
import ctypes
import heapq
import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

COLUMNS = "task kind source preprocess_ms plain_bytes lzo_bytes compile_ms object_bytes after".split()
# A local task shorter than this is left out; who waits for it waits for what it waited for.
SHORTEST_LOCAL_MS = 10
# What is shorter than this is measured twice, and the smaller figure counts.
MEASURED_ONCE_MS = 1000
# Of a build.ninja, each compile of so many is also run as it stands, to compare the sums.
NINJA_DIRECT = 10


# --- What distcc can send, and what it costs

COMPILER = re.compile(r"(.*-)?(gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(-[0-9.]+)?")
C = (".c", ".i")
CXX = (".cc", ".cpp", ".cxx", ".cp", ".c++", ".C", ".ii")
TAKES_ARGUMENT = set(
    "-o -x -include -imacros -I -D -U -isystem -iquote -idirafter -MF -MT -MQ -L -l -Xlinker -T -u -z -Xpreprocessor "
    "-Xassembler -Xclang -arch -target --param -iprefix -iwithprefix -iwithprefixbefore -isysroot -aux-info -A -B "
    "-imultilib -imultiarch --sysroot".split()
)
DEPENDENCIES = re.compile(r"-M.*|-Wp,-M.*")
FOR_PREPROCESSOR = re.compile(r"-[IDU].*|-include|-imacros|-isystem.*|-iquote.*|-idirafter.*|-iprefix|-iwithprefix.*|"
                              r"-isysroot|-nostdinc.*|-undef|-Wp,.*|-Xpreprocessor")
KEEPS_AT_HOME = re.compile(r"-E|-S|-M|-MM|-save-temps.*|-m(arch|tune|cpu)=native|-fprofile-.*|--coverage|"
                           r"-ftest-coverage|-gsplit-dwarf|-specs=.*|-Wa,(.*,)?(-a|--MD).*|-x.*|@.*|-")


def parts(arguments):
    """The arguments one by one, each with its own argument if that stands apart."""
    rest = iter(arguments)
    for word in rest:
        yield (word, next(rest, "")) if word in TAKES_ARGUMENT else (word,)


def compile_of(words):
    """Source and language of a command that distcc can send, or None: -c, one C or C++ source, and no odd option."""
    if not words or not COMPILER.fullmatch(os.path.basename(words[0])):
        return None
    sources = []
    compiles = False
    for part in parts(words[1:]):
        if part[0] == "-c":
            compiles = True
        elif KEEPS_AT_HOME.fullmatch(part[0]):
            return None
        elif not part[0].startswith("-"):
            sources.append(part[0])
    if not compiles or len(sources) != 1 or not sources[0].endswith(C + CXX):
        return None
    return sources[0], "c" if sources[0].endswith(C) else "c++"


def without(words, *patterns):
    """The command without -c, -o and the options that one of the patterns matches."""
    kept = [words[0]]
    for part in parts(words[1:]):
        if part[0] != "-c" and not part[0].startswith("-o") and not any(pattern.fullmatch(part[0]) for pattern in patterns):
            kept.extend(part)
    return kept


def cpu_ms(command, **how):
    """Runs a command. Returns its exit code and the CPU time, user and system, of it and its children."""
    process = subprocess.Popen(command, **how)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, 1000 * (usage.ru_utime + usage.ru_stime)


def quiet_cpu_ms(command, directory):
    """CPU time of a command that must succeed; the smaller of two if it is short."""
    best = None
    for _ in range(2):
        code, used = cpu_ms(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)
        if code != 0:
            raise RuntimeError(f"exit code {code} of {shlex.join(command)}")
        best = used if best is None else min(best, used)
        if used >= MEASURED_ONCE_MS:
            break
    return round(best)


def lzo_bytes(plain):
    """The length of what LZO1X-1 makes of these bytes in one piece, as distcc has it."""
    library = ctypes.CDLL("liblzo2.so.2")
    working_memory = ctypes.create_string_buffer(16384 * ctypes.sizeof(ctypes.c_void_p))
    packed = ctypes.create_string_buffer(len(plain) + len(plain) // 16 + 64 + 3)
    length = ctypes.c_size_t(len(packed))
    if library.lzo1x_1_compress(plain, ctypes.c_size_t(len(plain)), packed, ctypes.byref(length), working_memory) != 0:
        raise RuntimeError("LZO failed")
    return length.value


def measure_compile(words, directory, output=None):
    """Preprocesses the source and compiles the result, as distcc and distccd would; into the output if it is named."""
    source, language = compile_of(words)
    temporary = Path(os.environ["RECORD_STATE"], "temporary")
    plain = temporary / ("plain.i" if language == "c" else "plain.ii")
    compiled = output or str(temporary / "plain.o")
    preprocess = quiet_cpu_ms(without(words, DEPENDENCIES) + ["-E", "-o", str(plain)], directory)
    command = without(words, DEPENDENCIES, FOR_PREPROCESSOR)
    command[command.index(source)] = str(plain)
    command += ["-c", "-o", compiled]
    try:
        compiling = quiet_cpu_ms(command, directory)
    except RuntimeError:
        # A warning that the preprocessor's own run would not have had.
        compiling = quiet_cpu_ms(command + ["-Wno-error"], directory)
    text = plain.read_bytes()
    return {
        "kind": "compile",
        "source": relative(source, directory),
        "preprocess_ms": preprocess,
        "plain_bytes": len(text),
        "lzo_bytes": lzo_bytes(text),
        "compile_ms": compiling,
        "object_bytes": os.path.getsize(os.path.join(directory, compiled)),
    }


def local_task(name, used_ms, output=None):
    """A task that only the developer's machine can do."""
    size = os.path.getsize(output) if output and os.path.isfile(output) else 0
    return {"kind": "local", "source": name, "preprocess_ms": 0, "plain_bytes": 0, "lzo_bytes": 0,
            "compile_ms": round(used_ms), "object_bytes": size}


def relative(path, directory):
    return os.path.relpath(os.path.join(directory, path), os.environ["RECORD_ROOT"]).replace(",", "_")


# --- make: what the lines of its recipes do

def run_line(target, arguments):
    """Runs a line of a recipe and notes its cost, its compiles and the makes below it."""
    state = Path(os.environ["RECORD_STATE"])
    line = str(time.time_ns())
    environment = dict(os.environ, RECORD_LINE=line, RECORD_LINE_OF=os.environ["RECORD_MAKE"])
    code, used = cpu_ms(["/bin/sh"] + arguments, env=environment)
    items = []
    for call in sorted((state / "calls").glob(line + ".*")):
        words = call.read_text().split("\0")[:-1]
        if words[0] == "make":
            items.append({"make": words[1]})
        elif code == 0 and is_there(words):
            items.append(measure_compile(words[2:], words[1]))
    note = {"line": line, "make": os.environ["RECORD_MAKE"], "target": target,
            "ms": used, "items": items, "name": relative(target, os.getcwd()),
            "bytes": os.path.getsize(target) if os.path.isfile(target) else 0}
    with open(state / "lines", "a") as lines:
        print(json.dumps(note), file=lines)
    return code if code >= 0 else 128 - code


def is_there(call):
    """Whether a call of a compiler is a compile whose source still exists; what config.guess tries does not."""
    found = compile_of(call[2:])
    return found is not None and os.path.isfile(os.path.join(call[1], found[0]))


def database(text):
    """What a make printed of its targets: the prerequisites of each, the targets made together, and .NOTPARALLEL."""
    needs, together, one_by_one = {}, [], False
    last, is_target = None, True
    start = text.rfind("\n# Files\n")
    if start < 0:
        # A make that remade its makefiles begins anew, as another one, and prints nothing about its first life.
        return {}, [], True
    end = text.find("\n# files hash-table stats:", start)
    for row in text[start:end].split("\n"):
        if row == "":
            last, is_target = None, True
        elif row == "# Not a target:":
            is_target = False
        elif row.startswith("#  Also makes:"):
            together.append([last] + row.partition(":")[2].split())
        elif last is None and not row.startswith(("#", "\t")):
            found = re.match(r"(.+?)::?(?: (.*))?$", row)
            # The variables of a target stand before its prerequisites.
            if not found or re.match(r".+?: \S+ [:?+!]*=( |$)", row):
                continue
            last = found[1]
            if last == ".NOTPARALLEL":
                one_by_one = True
            if is_target and not last.startswith(".PHONY"):
                needs.setdefault(last, []).extend(w for w in (found[2] or "").split() if w != "|")
    return needs, together, one_by_one


def make_graph():
    """Nodes with the nodes before them, and the tasks among them in the order in which make began them."""
    state = Path(os.environ["RECORD_STATE"])
    lines = sorted(map(json.loads, open(state / "lines")), key=lambda line: int(line["line"]))
    before, tasks = {}, {}
    targets = {}
    for line in lines:
        targets.setdefault(line["make"], {}).setdefault(line["target"], []).append(line)

    for make, made in targets.items():
        needs, together, one_by_one = database((state / "makes" / make).read_text(errors="replace"))
        ordered = sorted((line for own in made.values() for line in own), key=lambda line: int(line["line"]))
        begin, end = ("begin", make), ("end", make)
        before.setdefault(begin, set())
        alias = {other: group[0] for group in together for other in group if group[0] in made}
        alias.update({other: target for group in together for other in group for target in group if target in made})
        for target in set(needs) | set(made):
            own = made.get(alias.get(target, target), [])
            wanted = {("target", make, need) for need in needs.get(target, [])} | {begin}
            before[("target", make, target)] = {("line", own[-1]["line"])} if own else wanted
            for group in together:
                if own and target in group:
                    wanted |= {("target", make, need) for other in group for need in needs.get(other, [])}
            if target not in made:
                continue
            for line in own:
                before[("start", line["line"])] = wanted
                wanted = {("line", line["line"])}
        for need in {need for all_needs in needs.values() for need in all_needs} - set(needs) - set(made):
            before[("target", make, need)] = {begin}
        if one_by_one:
            for first, second in zip(ordered, ordered[1:]):
                before[("start", second["line"])] = before[("start", second["line"])] | {("line", first["line"])}
        before[end] = {("line", line["line"]) for line in ordered} | {begin}

    # The first make, and what it became after it remade its makefiles.
    lives = [call.read_text().split("\0")[1] for call in sorted((state / "calls").glob("top.*"))]
    for earlier, later in zip(lives, lives[1:]):
        before.setdefault(("end", earlier), set())
        before[("begin", later)] = {("end", earlier)}

    for line in lines:
        last = ("start", line["line"])
        for number, item in enumerate(line["items"]):
            if "make" in item:
                before[("begin", item["make"])] = {last}
                before.setdefault(("end", item["make"]), {("begin", item["make"])})
                last = ("end", item["make"])
            else:
                node = ("compile", line["line"], number)
                before[node] = {last}
                tasks[node] = item
                last = node
        node = ("line", line["line"])
        before[node] = {last}
        if not line["items"]:
            tasks[node] = dict(local_task(line["name"], line["ms"]), object_bytes=line["bytes"])
    built = sum(line["ms"] for line in lines if line["items"] and not any("make" in item for item in line["items"]))
    say_ratio(built, sum(task["compile_ms"] for task in tasks.values() if task["kind"] == "compile"))
    return before, tasks


def say_ratio(as_built_ms, compile_ms):
    print(f"compiling what was preprocessed took {compile_ms / 1000:.1f} s of CPU time; the build's own commands took "
          f"{as_built_ms / 1000:.1f} s; ratio {compile_ms / max(as_built_ms, 1):.2f}", file=sys.stderr)


# --- ninja: what its own graph says

def ask_ninja(*arguments):
    return subprocess.run(["ninja", "-t", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def ninja_edges(wanted):
    """The edges that these targets need: of each its rule, its inputs and its outputs."""
    names, edges, arrows = {}, {}, []
    for row in ask_ninja("graph", *wanted).splitlines():
        node = re.fullmatch(r'"(0x\w+)" \[label="(.*?)"(, shape=ellipse)?\]', row)
        arrow = re.fullmatch(r'"(0x\w+)" -> "(0x\w+)"(?: \[(?:label=" (.*)"|.*)\])?', row)
        if node and node[3]:
            edges[node[1]] = {"rule": node[2], "inputs": set(), "outputs": []}
        elif node:
            names[node[1]] = node[2]
        elif arrow and arrow[3] is not None:
            edges[row] = {"rule": arrow[3], "inputs": {arrow[1]}, "outputs": [arrow[2]]}
        elif arrow:
            arrows.append((arrow[1], arrow[2]))
    for start, end in arrows:
        if start in edges:
            edges[start]["outputs"].append(end)
        else:
            edges[end]["inputs"].add(start)
    return [{"rule": edge["rule"], "inputs": {names[i] for i in edge["inputs"]},
             "outputs": [names[o] for o in edge["outputs"]]} for edge in edges.values()]


def ninja_order(edges):
    """The order in which ninja -j1 begins the edges: of those that are ready, the first of the file."""
    maker = {output: edge["id"] for edge in edges for output in edge["outputs"]}
    by_id = {edge["id"]: edge for edge in edges}
    waits = {edge["id"]: {maker[i] for i in edge["inputs"] if i in maker} for edge in edges}
    followers = {}
    for edge, needs in waits.items():
        for need in needs:
            followers.setdefault(need, []).append(edge)
    missing = {edge: len(needs) for edge, needs in waits.items()}
    ready = [edge for edge, count in missing.items() if count == 0]
    heapq.heapify(ready)
    order = []
    while ready:
        edge = heapq.heappop(ready)
        order.append(by_id[edge])
        for follower in followers.get(edge, []):
            missing[follower] -= 1
            if missing[follower] == 0:
                heapq.heappush(ready, follower)
    return order, waits


def ninja_graph(wanted):
    """Runs what is not noted yet, in the order of ninja -j1, and returns nodes and tasks."""
    state = Path(os.environ["RECORD_STATE"])
    number = {}
    for row in ask_ninja("targets", "all").splitlines():
        number.setdefault(row.rpartition(": ")[0], len(number))
    commands = {entry["output"]: entry["command"] for entry in json.loads(ask_ninja("compdb", "-x"))}
    edges = ninja_edges(wanted)
    for edge in edges:
        edge["id"] = min(number[output] for output in edge["outputs"])
    order, waits = ninja_order(edges)

    notes = state / "edges"
    known = {}
    if notes.exists():
        known = {note["output"]: note for note in map(json.loads, open(notes))}
    before, tasks, direct, counted = {}, {}, [], 0
    work = [edge for edge in order if edge["rule"] != "phony"]
    for edge in order:
        before[edge["id"]] = waits[edge["id"]]
    for position, edge in enumerate(work):
        output = min(edge["outputs"], key=number.get)
        if output not in known:
            command = commands.get(output) or ask_ninja("commands", "-s", output).rstrip("\n")
            known[output] = dict(run_edge(command, edge, position), output=output)
            with open(notes, "a") as file:
                print(json.dumps(known[output]), file=file, flush=True)
            print(f"[{position + 1}/{len(work)}] {output}", file=sys.stderr)
        tasks[edge["id"]] = known[output]["task"]
        if known[output]["direct_ms"]:
            direct.append((known[output]["direct_ms"], known[output]["task"]["compile_ms"]))
    if direct:
        say_ratio(sum(d for d, _ in direct), sum(c for _, c in direct))
    return before, tasks


def run_edge(command, edge, position):
    for output in edge["outputs"]:
        os.makedirs(os.path.dirname(output) or ".", exist_ok=True)
    words = shlex.split(command)
    if compile_of(words) and not {"&&", "||", ";", "|", "&", ">", "<"} & set(words):
        used = None
        if position % NINJA_DIRECT == 0:
            used = quiet_cpu_ms(words, os.getcwd())
        return {"task": measure_compile(words, os.getcwd(), edge["outputs"][0]), "direct_ms": used}
    code, used = cpu_ms(["/bin/sh", "-c", command], stdout=subprocess.DEVNULL)
    if code != 0:
        sys.exit(f"exit code {code} of {command}")
    return {"task": local_task(relative(edge["outputs"][0], os.getcwd()), used, edge["outputs"][0]), "direct_ms": None}


# --- The graph of tasks and its file

def sorted_nodes(before):
    """All nodes, each after those before it."""
    order, done = [], {}
    for root in before:
        stack = [(root, iter(before[root]))]
        if root in done:
            continue
        done[root] = False
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if other not in done:
                    done[other] = False
                    stack.append((other, iter(before.get(other, ()))))
                    break
                if not done[other]:
                    sys.exit(f"a cycle: {node} and {other} wait for each other")
            else:
                done[node] = True
                order.append(node)
                stack.pop()
    return order


def write(output, before, tasks):
    """Writes the tasks, which stand in the order in which they began, with the fewest edges that say the same."""
    kept = [node for node, task in tasks.items() if task["kind"] == "compile" or task["compile_ms"] >= SHORTEST_LOCAL_MS]
    index = {node: number for number, node in enumerate(kept)}
    all_before, direct = {}, {}
    for node in sorted_nodes(before):
        reached, nearest = 0, set()
        for other in before.get(node, ()):
            reached |= all_before[other]
            nearest |= {index[other]} if other in index else direct[other]
        # A task before another of the nearest ones is not said twice.
        mask = 0
        for task in nearest:
            mask |= all_before[kept[task]] & ~(1 << task)
        direct[node] = {task for task in nearest if not mask >> task & 1}
        all_before[node] = reached | (1 << index[node] if node in index else 0)
    for node, number in index.items():
        late = [task for task in direct[node] if task >= number]
        if late:
            sys.exit(f"{tasks[node]['source']} began before {tasks[kept[late[0]]]['source']}, which it waits for")
    with open(output, "w", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        rows.writeheader()
        for node, number in index.items():
            rows.writerow(dict(tasks[node], task=number, after=" ".join(map(str, sorted(direct[node])))))


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in COLUMNS:
            if column == "after":
                row[column] = [int(task) for task in row[column].split()]
            elif column not in ("kind", "source"):
                row[column] = int(row[column])
    return rows


def check(path):
    """Exits with a message when the file is not what its README says."""
    with open(path) as file:
        if file.readline() != ",".join(COLUMNS) + "\n":
            sys.exit(f"{path}: the first line does not name the columns")
    rows = read(path)
    reached = []
    for number, row in enumerate(rows):
        where = f"{path}: task {number}"
        if row["task"] != number:
            sys.exit(f"{where}: has the number {row['task']}")
        if row["kind"] not in ("compile", "local"):
            sys.exit(f"{where}: the kind '{row['kind']}' is neither compile nor local")
        if any(not 0 <= task < number for task in row["after"]):
            sys.exit(f"{where}: waits for a task that is not before it")
        sizes = [row[column] for column in ("preprocess_ms", "plain_bytes", "lzo_bytes")]
        if row["kind"] == "local" and any(sizes) or row["kind"] == "compile" and not all(sizes):
            sys.exit(f"{where}: a compile has all of preprocess_ms, plain_bytes and lzo_bytes; a local task has none")
        if row["compile_ms"] <= 0 or row["lzo_bytes"] > row["plain_bytes"]:
            sys.exit(f"{where}: a size or a time cannot be")
        above = 0
        for task in row["after"]:
            above |= reached[task]
        if any(above >> task & 1 for task in row["after"]):
            sys.exit(f"{where}: names a task that another one of 'after' waits for")
        for task in row["after"]:
            above |= 1 << task
        reached.append(above)


def table(path):
    """A row of the README's table."""
    ends, levels, widths = [], [], {}
    rows = read(path)
    for row in rows:
        ends.append(row["preprocess_ms"] + row["compile_ms"] + max((ends[task] for task in row["after"]), default=0))
        levels.append(1 + max((levels[task] for task in row["after"]), default=0))
        widths[levels[-1]] = widths.get(levels[-1], 0) + 1
    compiles = [row["compile_ms"] for row in rows if row["kind"] == "compile"]
    print(f"| {Path(path).stem} | {len(compiles)} | {len(rows) - len(compiles)} | {sum(compiles) / 1000:.1f} | "
          f"{max(compiles) / 1000:.1f} | {max(ends) / 1000:.1f} | {max(widths.values())} |")


def main(verb, *arguments):
    if verb == "line":
        sys.exit(run_line(arguments[0], list(arguments[1:])))
    elif verb == "make":
        write(arguments[0], *make_graph())
    elif verb == "ninja":
        write(arguments[0], *ninja_graph(arguments[1:]))
    elif verb in ("check", "table"):
        for path in arguments:
            (check if verb == "check" else table)(path)
    else:
        sys.exit(__doc__)


main(*(sys.argv[1:] or ["help"]))
