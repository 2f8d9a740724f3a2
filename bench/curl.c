/* The same bytes as child/page.lua through libcurl and nothing else: one easy handle, used again and again. The
** argument is the server's port. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WARM_UP 20
#define PAGES 1000

typedef struct {
  char data[256 * 1024];
  size_t size;
} Body;

static size_t record(char *data, size_t size, size_t count, void *to) {
  Body *body = to;
  if (size * count >= sizeof body->data - body->size) return 0;
  memcpy(body->data + body->size, data, size * count);
  body->size += size * count;
  return size * count;
}

static void fetch(CURL *easy, Body *body, int times) {
  for (int i = 0; i < times; i++) {
    body->size = 0;
    CURLcode code = curl_easy_perform(easy);
    if (code == CURLE_OK) continue;
    fprintf(stderr, "libcurl: %s\n", curl_easy_strerror(code));
    exit(EXIT_FAILURE);
  }
}

static int count_tasks(Body *body) {
  int count = 0;
  body->data[body->size] = '\0';
  for (const char *p = body->data; (p = strstr(p, "\"TaskId\"")) != NULL; p++) count++;
  return count;
}

static CURL *open_page(const char *port, Body *body) {
  char url[256];
  snprintf(url, sizeof url, "http://127.0.0.1:%s/?CurrentPage=1&JobId=7glPHmaDYLAYMD1HHutT020000&PageSize=100", port);
  CURL *easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, "");
  curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, record);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
  return easy;
}

int main(int argc, char **argv) {
  static Body body;
  if (argc != 2) return EXIT_FAILURE;
  CURL *easy = open_page(argv[1], &body);
  fetch(easy, &body, WARM_UP);
  clock_t start = clock();
  fetch(easy, &body, PAGES);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  curl_easy_cleanup(easy);
  if (count_tasks(&body) != 100) return EXIT_FAILURE;
  printf("milliseconds %f\n", seconds / PAGES * 1000);
  return EXIT_SUCCESS;
}
