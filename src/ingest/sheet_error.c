/* Which cells hold a spreadsheet's error value, or a formula without its result. All of Excel's begin with # and have no space, and most end in ! or ?,
 * in translations, too (#BEZUG!, #NOM?); the others and LibreOffice's are named here. O(length). Tests:
 * tests/unit/test_ingest_files.c, tests/data/bad. */
#include "ingest/sheet_error.h"

#include <string.h>

#include "ingest/ascii.h"

/* LibreOffice writes numbered errors in a CSV file: Err:502. */
static bool is_numbered(const char *text) {
  static const char BEGIN[] = "err:";
  for (const char *c = BEGIN; *c; c++, text++)
    if (to_ascii_lower(*text) != *c) return false;
  size_t n = strspn(text, "0123456789");
  return n > 0 && !text[n];
}

const char UNSTORED_FORMULA[] = "of:=";
const char STORED_RESULT[] = "a value: the result of this formula is not stored; open the workbook in a spreadsheet and save it";

/* The prefixes of formulas in an .ods workbook: of OpenFormula, of Excel's, and of what was before them. */
bool is_unstored_formula(const char *text) {
  static const char *const BEGINS[] = {UNSTORED_FORMULA, "msoxl:=", "oooc:="};
  for (size_t i = 0; i < sizeof BEGINS / sizeof BEGINS[0]; i++)
    if (strncmp(text, BEGINS[i], strlen(BEGINS[i])) == 0) return true;
  return false;
}

bool is_sheet_error(const char *text) {
  static const char *const WORDS[] = {"#N/A", "#N/D", "#NV", "#NB", "#GETTING_DATA"};
  if (*text != '#') return is_numbered(text);
  for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
    if (is_same_word(text, WORDS[i])) return true;
  size_t n = strlen(text);
  return n > 2 && !strpbrk(text, " \t\n") && (text[n - 1] == '!' || text[n - 1] == '?');
}
