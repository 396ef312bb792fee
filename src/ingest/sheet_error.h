/* Error values of spreadsheets (#REF!, #N/A ...), which come as text in a cell whose formula failed, and formulas whose result was
 * not stored, of which OGR gives the text (.ods) or nothing (.xlsx). Internal to ingest. */
#ifndef LFL_INGEST_SHEET_ERROR_H
#define LFL_INGEST_SHEET_ERROR_H
#include <stdbool.h>

/* Is this whole cell such a value, in any case, as Excel or LibreOffice writes it? */
bool is_sheet_error(const char *text);

/* What the cells of such a formula hold once they are read, where its text is not known. */
extern const char UNSTORED_FORMULA[];
/* What is expected instead, in words. */
extern const char STORED_RESULT[];
/* Is this cell the text of a formula, as OGR gives it where no result is stored, or UNSTORED_FORMULA? */
bool is_unstored_formula(const char *text);

#endif
