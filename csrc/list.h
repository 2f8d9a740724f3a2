/* A doubly linked list of nodes that live inside what they link. A node is in one list at most; a list never owns. */
#ifndef ALIOTA_LIST_H
#define ALIOTA_LIST_H

#include <stddef.h>

typedef struct Node {
  struct Node *previous, *next;
} Node;

typedef struct {
  Node *first, *last;
} List;

static inline void list_append(List *list, Node *node) {
  node->previous = list->last;
  node->next = NULL;
  if (list->last != NULL)
    list->last->next = node;
  else
    list->first = node;
  list->last = node;
}

static inline void list_remove(List *list, Node *node) {
  if (node->previous != NULL)
    node->previous->next = node->next;
  else
    list->first = node->next;
  if (node->next != NULL)
    node->next->previous = node->previous;
  else
    list->last = node->previous;
}

#endif
