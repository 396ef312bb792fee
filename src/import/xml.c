/* XML read with expat, which sees a stream and no network: a tree of each item, and refusals said with
 * line and column.
 *
 * A document type declaration is refused at its first word, before anything in it is read, so that no entity is ever
 * defined: no entity bomb can grow and no file or address can be fetched. Depth, text and markup are bounded
 * (xml.h), so that memory is bounded by one item whatever the file's length. Encodings are expat's own: UTF-8, UTF-16,
 * ISO-8859-1, US-ASCII. O(bytes). Tests: tests/unit/test_iati_hostile.c, tests/fuzz/fuzz_iati.c. */
#include "import/xml.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"

typedef struct reader {
  const char *name;
  const xml_hooks *hooks;
  lfl_diags *diags;
  XML_Parser parser;
  lfl_arena *arena; /* of the item being read */
  xml_node *item, *at;
  int depth;        /* open elements */
  int skipped;      /* depth at which the passing over began; 0: nothing is passed over */
  long n_nodes;
  lfl_buf text[XML_MOST_DEPTH + 1];
  bool is_stopped, is_refused, no_memory;
} reader;

static void stop(reader *r) {
  if (!r->is_stopped) XML_StopParser(r->parser, XML_FALSE);
  r->is_stopped = true;
}

static void refuse_at(reader *r, const char *code, const char *expected, unsigned long line, unsigned long column) {
  char place[24];
  snprintf(place, sizeof place, "%lu", column);
  lfl_diag d = {.severity = LFL_ERROR, .code = code, .file = r->name, .row = (long)line, .column = place, .expected = expected};
  lfl_diags_add(r->diags, &d);
  r->is_refused = true;
}

static void refuse(reader *r, const char *code, const char *expected) {
  if (r->is_stopped) return;
  refuse_at(r, code, expected, XML_GetCurrentLineNumber(r->parser), XML_GetCurrentColumnNumber(r->parser) + 1);
  stop(r);
}

static void run_out(reader *r) {
  r->no_memory = true;
  stop(r);
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* The text of the buffer without spaces at its ends. */
static const char *trimmed(lfl_arena *arena, const char *text, size_t n) {
  while (n && is_space(text[n - 1])) n--;
  while (n && is_space(*text)) text++, n--;
  return n ? lfl_arena_strndup(arena, text, n) : "";
}

static const char *const *copy_attributes(reader *r, const XML_Char **attributes) {
  size_t n = 0;
  while (attributes[n]) n++;
  const char **copy = lfl_arena_new(r->arena, n + 1, const char *);
  for (size_t i = 0; copy && i < n; i++)
    if (!(copy[i] = trimmed(r->arena, attributes[i], strlen(attributes[i])))) return NULL;
  return copy;
}

static xml_node *new_node(reader *r, const char *name, const XML_Char **attributes) {
  xml_node *node = lfl_arena_new(r->arena, 1, xml_node);
  if (!node) return NULL;
  node->name = lfl_arena_strdup(r->arena, name);
  node->text = "";
  node->attributes = copy_attributes(r, attributes);
  node->line = (long)XML_GetCurrentLineNumber(r->parser);
  node->parent = r->at;
  return node->name && node->attributes ? node : NULL;
}

static bool begin_root(reader *r, const char *name, const XML_Char **attributes) {
    r->arena = lfl_arena_create();
  xml_node *root = r->arena ? new_node(r, name, attributes) : NULL;
  if (!root) run_out(r);
  else if (!r->hooks->root(r->hooks->user, root)) {
    r->is_refused = true;
    stop(r);
  }
  lfl_arena_destroy(r->arena);
  r->arena = NULL;
  return !r->is_stopped;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes) {
  reader *r = user;
  if (r->is_stopped) return;
  if (++r->depth > XML_MOST_DEPTH) {
    refuse(r, "xml-depth", "elements at most 64 deep");
    return;
  }
  if (r->depth == 1 && !begin_root(r, name, attributes)) return;
  if (r->depth == 1 || r->skipped) return;
  bool is_item = r->depth == 2 && strcmp(name, r->hooks->item) == 0;
  bool is_kept = is_item || r->depth > 3 || (r->hooks->keeps(r->hooks->user, name, (long)XML_GetCurrentLineNumber(r->parser)) && r->depth == 3);
  if (!is_kept) {
    r->skipped = r->depth;
    return;
  }
  if (r->depth == 2) {
    r->arena = lfl_arena_create();
    r->at = NULL;
    r->n_nodes = 0;
  }
  if (++r->n_nodes > XML_MOST_NODES) {
    refuse(r, "xml-size", "at most 1,000,000 elements in one activity");
    return;
  }
  xml_node *node = r->arena ? new_node(r, name, attributes) : NULL;
  if (!node) {
    run_out(r);
    return;
  }
  if (!r->at) r->item = node;
  else if (r->at->last) r->at->last->next = node;
  else r->at->first = node;
  if (r->at) r->at->last = node;
  r->at = node;
  r->text[r->depth].n = 0;
}

static void XMLCALL on_end(void *user, const XML_Char *name) {
  (void)name;
  reader *r = user;
  if (r->is_stopped) return;
  int depth = r->depth--;
  if (r->skipped) {
    if (depth == r->skipped) r->skipped = 0;
    return;
  }
  if (depth < 2) return;
  const lfl_buf *text = &r->text[depth];
  r->at->text = trimmed(r->arena, text->n ? text->text : "", text->n);
  if (!r->at->text) {
    run_out(r);
    return;
  }
  r->at = r->at->parent;
  if (depth > 2) return;
  if (!r->hooks->take(r->hooks->user, r->item)) {
    r->is_refused = true;
    stop(r);
  }
  lfl_arena_destroy(r->arena);
  r->arena = NULL;
}

static void XMLCALL on_text(void *user, const XML_Char *text, int n) {
  reader *r = user;
  if (r->is_stopped || r->skipped || r->depth < 3) return;
  lfl_buf *buf = &r->text[r->depth];
  if (buf->n + (size_t)n > XML_LONGEST_TEXT) {
    refuse(r, "xml-text", "at most 100,000 bytes of text in an element");
    return;
  }
  lfl_buf_add(buf, text, (size_t)n);
  if (buf->failed) run_out(r);
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id, int has_subset) {
  (void)name, (void)system_id, (void)public_id, (void)has_subset;
  refuse(user, "xml-doctype", "a file without a document type declaration (<!DOCTYPE ...>): it could define entities or name other files, and is refused");
}

/* What to expect instead, for expat's error. */
static const char *expected_of(enum XML_Error error, bool is_high_byte) {
  switch (error) {
    case XML_ERROR_NO_ELEMENTS: return "an XML file: this one is empty or ends before its first element is closed";
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNCLOSED_CDATA_SECTION: return "the rest of the file: it ends in the middle";
    case XML_ERROR_TAG_MISMATCH: return "the closing tag of the element that is open";
    case XML_ERROR_DUPLICATE_ATTRIBUTE: return "each attribute once";
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT: return "nothing after the last closing tag";
    case XML_ERROR_UNDEFINED_ENTITY:
    case XML_ERROR_RECURSIVE_ENTITY_REF:
    case XML_ERROR_ENTITY_DECLARED_IN_PE: return "no entity but &amp; &lt; &gt; &quot; &apos; and numbers";
    case XML_ERROR_BAD_CHAR_REF: return "a character that XML allows";
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING: return "text in UTF-8, UTF-16, ISO-8859-1 or US-ASCII, as the file's first line says";
    case XML_ERROR_INVALID_TOKEN:
      return is_high_byte ? "text in the encoding that the file's first line says (UTF-8 if it says none)" : "well-formed XML: this character cannot stand here";
    default: return "well-formed XML";
  }
}

static void refuse_parse(reader *r, const char *bytes, long n, XML_Index n_before) {
  enum XML_Error error = XML_GetErrorCode(r->parser);
  if (error == XML_ERROR_NO_MEMORY) {
    r->no_memory = true;
    return;
  }
  XML_Index at = XML_GetCurrentByteIndex(r->parser) - n_before;
  bool is_high_byte = at >= 0 && at < n && (bytes[at] & '\x80');
  refuse_at(r, "xml", expected_of(error, is_high_byte), XML_GetCurrentLineNumber(r->parser), XML_GetCurrentColumnNumber(r->parser) + 1);
}

/* A tag without an end is not kept until memory is gone. */
static bool is_markup_long(const reader *r, XML_Index n_given) {
  XML_Index at = XML_GetCurrentByteIndex(r->parser);
  return n_given - (at < 0 ? 0 : at) > XML_LONGEST_MARKUP;
}

static lfl_status parse(reader *r, xml_source source, void *source_user) {
  enum { CHUNK = 32768 };
  char bytes[CHUNK];
  XML_Index n_before = 0;
  for (bool is_last = false; !is_last && !r->is_stopped;) {
    long n = source(source_user, bytes, sizeof bytes);
    if (n < 0) return LFL_ERR_IO;
    is_last = n == 0;
    if (XML_Parse(r->parser, bytes, (int)n, is_last) != XML_STATUS_OK && !r->is_stopped) {
      refuse_parse(r, bytes, n, n_before);
      break;
    }
    n_before += n;
    if (!is_last && !r->is_stopped && is_markup_long(r, n_before)) refuse(r, "xml-markup", "the end of this tag or comment: at most 262,144 bytes of it");
  }
  return r->no_memory || r->diags->failed ? LFL_ERR_MEMORY : r->is_refused ? LFL_ERR_DATA : LFL_OK;
}

lfl_status xml_read(const char *name, xml_source source, void *source_user, const xml_hooks *hooks, lfl_diags *diags) {
  reader r = {.name = name, .hooks = hooks, .diags = diags};
  const XML_Memory_Handling_Suite memory = {lfl_malloc, lfl_realloc, lfl_free};
  r.parser = XML_ParserCreate_MM(NULL, &memory, NULL);
  if (!r.parser) return LFL_ERR_MEMORY;
  XML_SetUserData(r.parser, &r);
  XML_SetElementHandler(r.parser, on_start, on_end);
  XML_SetCharacterDataHandler(r.parser, on_text);
  XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
  lfl_status status = parse(&r, source, source_user);
  XML_ParserFree(r.parser);
  lfl_arena_destroy(r.arena);
  for (int i = 0; i <= XML_MOST_DEPTH; i++) lfl_buf_clear(&r.text[i]);
  return status;
}

const char *xml_attribute(const xml_node *node, const char *name) {
  for (int i = 0; node && node->attributes[i]; i += 2)
    if (strcmp(node->attributes[i], name) == 0) return *node->attributes[i + 1] ? node->attributes[i + 1] : NULL;
  return NULL;
}

const xml_node *xml_child(const xml_node *node, const char *name) {
  for (const xml_node *c = node ? node->first : NULL; c; c = c->next)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}

const xml_node *xml_next(const xml_node *node) {
  for (const xml_node *c = node->next; c; c = c->next)
    if (strcmp(c->name, node->name) == 0) return c;
  return NULL;
}
