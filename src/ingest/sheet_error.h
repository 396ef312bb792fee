/* Error values of spreadsheets (#REF!, #N/A ...), which come as text in a cell whose formula failed. Internal to ingest. */
#ifndef LFL_INGEST_SHEET_ERROR_H
#define LFL_INGEST_SHEET_ERROR_H
#include <stdbool.h>

/* Is this whole cell such a value, in any case, as Excel or LibreOffice writes it? */
bool is_sheet_error(const char *text);

#endif
