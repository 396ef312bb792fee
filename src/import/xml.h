/* Reading of XML files that others wrote, item by item, so that a file of any length needs the memory of
 * one item. Internal to src/import. */
#ifndef LFL_IMPORT_XML_H
#define LFL_IMPORT_XML_H
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"

/* What is refused beyond XML's own rules. */
enum {
  XML_MOST_DEPTH = 64,
  XML_LONGEST_TEXT = 100000,   /* bytes in one element */
  XML_LONGEST_MARKUP = 262144, /* bytes of one tag or comment */
  XML_MOST_NODES = 1000000     /* elements kept of one item */
};

typedef struct xml_node {
  const char *name, *text;       /* text directly inside, spaces at its ends taken off; "" none */
  const char *const *attributes; /* name, value, name, value, ..., NULL; spaces at the ends of values taken off */
  long line;
  struct xml_node *parent, *first, *last, *next; /* children in order */
} xml_node;

/* What is read. Each function gets `user`. */
typedef struct xml_hooks {
  void *user;
  const char *item; /* name of the elements below the root that are handed over one by one */
  /* The root's start; false: refused, and said by the hook. Its children are not there yet. */
  bool (*root)(void *user, const xml_node *root);
  /* Is a child of an item with this name kept? What is not is passed over with all in it. Asked of other children
   * of the root, too, which are passed over. */
  bool (*keeps)(void *user, const char *name, long line);
  /* An item, whole. It lives until the hook returns. False: stop, said by the hook. */
  bool (*take)(void *user, const xml_node *item);
} xml_hooks;

/* Up to `n` bytes of the file into `bytes`; 0 at its end, -1 if it cannot be read. */
typedef long (*xml_source)(void *user, char *bytes, size_t n);

/* Reads all. Not well-formed, a document type, an entity, too deep or too long: LFL_ERR_DATA, said in diags with
 * line and column. LFL_ERR_IO, LFL_ERR_MEMORY. `name` is what diagnostics call the file. */
lfl_status xml_read(const char *name, xml_source source, void *source_user, const xml_hooks *hooks, lfl_diags *diags);

/* Value of an attribute; NULL if there is none or it is empty. node may be NULL. */
const char *xml_attribute(const xml_node *node, const char *name);
/* First child of that name, NULL none; the next of the same name. */
const xml_node *xml_child(const xml_node *node, const char *name);
const xml_node *xml_next(const xml_node *node);

#endif
