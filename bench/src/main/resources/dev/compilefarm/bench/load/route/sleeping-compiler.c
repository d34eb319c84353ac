/* A compiler that sleeps, for icecream. With -E it copies the source. Otherwise it reads preprocessed source, and sleeps
   for the nanoseconds that stand after the last SLEEP_NANOS in it; then it writes an object file of 30,000 bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OBJECT_BYTES = 30000 };

static char line[4096];
static char object[OBJECT_BYTES];

int main(int argc, char **argv) {
  const char *output = NULL;
  const char *source = NULL;
  int preprocess = 0;
  for (int i = 1; i < argc; i++) {
    size_t length = strlen(argv[i]);
    if (strcmp(argv[i], "-E") == 0) {
      preprocess = 1;
    } else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc) {
      output = argv[++i];
    } else if (length > 4 && strcmp(argv[i] + length - 4, ".cpp") == 0) {
      source = argv[i];
    }
  }
  FILE *in = source ? fopen(source, "r") : stdin;
  FILE *out = output ? fopen(output, "w") : stdout;
  if (!in || !out) {
    return 1;
  }
  long long nanos = 0;
  while (argc > 1 && fgets(line, sizeof line, in)) {
    const char *order = strstr(line, "SLEEP_NANOS");
    if (preprocess) {
      fputs(line, out);
    } else if (order) {
      nanos = atoll(order + strlen("SLEEP_NANOS"));
    }
  }
  if (argc > 1 && !preprocess) {
    struct timespec time = {nanos / 1000000000, nanos % 1000000000};
    nanosleep(&time, NULL);
    fwrite(object, 1, sizeof object, out);
  }
  return fclose(out) == 0 ? 0 : 1;
}
