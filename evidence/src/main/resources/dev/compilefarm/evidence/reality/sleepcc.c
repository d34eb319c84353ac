/* A compiler that sleeps. Its sources are one line: "preprocess SECONDS compile SECONDS", and then anything.
 *
 *   sleepcc -E x.c          sleeps for the first time and writes the source to its standard output
 *   sleepcc -c x.i -o x.o   sleeps for the second time and writes an object: the place where it was made
 *   sleepcc --link SECONDS -o x
 *
 * SLEEPCC_RUNNING names a file that all compilers of one volunteer share, and SLEEPCC_CORES its cores. With more compilers
 * than cores each of them sleeps longer in proportion, as if the cores were shared evenly. Without that file it is a user's
 * own machine: there a .c file is preprocessed, too, and nothing is shared. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* How often a compiler looks how many there are. */
static const double SLICE_SECONDS = 0.02;

static atomic_int *running;
static int cores = 1;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void sleep_for(double seconds) {
  struct timespec time;
  time.tv_sec = (time_t)seconds;
  time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
  nanosleep(&time, NULL);
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double share(void) {
  int compilers = atomic_load(running);
  return compilers <= cores ? 1.0 : (double)cores / compilers;
}

/* distccd ends compilers of clients that went away. */
static void ended_early(int signal_number) {
  atomic_fetch_sub(running, 1);
  _exit(128 + signal_number);
}

static void share_cores(const char *file) {
  int descriptor = open(file, O_RDWR);
  if (descriptor < 0) fail(file);
  running = mmap(NULL, sizeof *running, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (running == MAP_FAILED) fail(file);
  cores = atoi(getenv("SLEEPCC_CORES"));
}

static void compile_on_shared_cores(double seconds) {
  atomic_fetch_add(running, 1);
  signal(SIGTERM, ended_early);
  double then = now();
  double left = seconds;
  while (left > 0) {
    double before = share();
    double slice = left / before;
    sleep_for(slice < SLICE_SECONDS ? slice : SLICE_SECONDS);
    double passed = now() - then;
    then += passed;
    left -= passed * (before + share()) / 2;
  }
  signal(SIGTERM, SIG_IGN);
  atomic_fetch_sub(running, 1);
}

static void write_file(const char *file, const char *text) {
  FILE *stream = fopen(file, "w");
  if (stream == NULL || fputs(text, stream) < 0 || fclose(stream) != 0) fail(file);
}

static void preprocess(const char *source, double seconds) {
  char buffer[1 << 15];
  size_t length;
  FILE *stream = fopen(source, "r");
  if (stream == NULL) fail(source);
  sleep_for(seconds);
  while ((length = fread(buffer, 1, sizeof buffer, stream)) > 0) fwrite(buffer, 1, length, stdout);
  if (fflush(stdout) != 0) fail("stdout");
}

static void read_order(const char *source, double *preprocess_seconds, double *compile_seconds) {
  FILE *stream = fopen(source, "r");
  if (stream == NULL) fail(source);
  /* A dispatcher's canary has another source, which takes no time. */
  if (fscanf(stream, "preprocess %lf compile %lf", preprocess_seconds, compile_seconds) != 2) {
    *preprocess_seconds = *compile_seconds = 0;
  }
  fclose(stream);
}

static int ends_with(const char *text, const char *end) {
  size_t length = strlen(text), of_end = strlen(end);
  return length >= of_end && strcmp(text + length - of_end, end) == 0;
}

int main(int count, char **arguments) {
  const char *source = NULL, *object = NULL, *shared = getenv("SLEEPCC_RUNNING");
  double link_seconds = -1, preprocess_seconds, compile_seconds;
  int only_preprocesses = 0;
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], "-E") == 0) only_preprocesses = 1;
    else if (strcmp(arguments[i], "-o") == 0 && i + 1 < count) object = arguments[++i];
    else if (strcmp(arguments[i], "--link") == 0 && i + 1 < count) link_seconds = atof(arguments[++i]);
    else if (arguments[i][0] != '-') source = arguments[i];
  }
  if (link_seconds >= 0 && object != NULL) {
    sleep_for(link_seconds);
    write_file(object, "linked\n");
    return 0;
  }
  if (source == NULL || (object == NULL && !only_preprocesses)) {
    fputs("sleepcc: called as sleepcc -E SOURCE, sleepcc -c SOURCE -o OBJECT or sleepcc --link SECONDS -o FILE\n", stderr);
    return 2;
  }
  read_order(source, &preprocess_seconds, &compile_seconds);
  if (only_preprocesses) {
    preprocess(source, preprocess_seconds);
  } else if (shared != NULL) {
    share_cores(shared);
    compile_on_shared_cores(compile_seconds);
    write_file(object, "made by a volunteer\n");
  } else {
    sleep_for((ends_with(source, ".c") ? preprocess_seconds : 0) + compile_seconds);
    write_file(object, "made at home\n");
  }
  return 0;
}
