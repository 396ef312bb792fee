/* liblifeline: everything a program needs to read, plan, compare, check and write; from C++, too. */
#ifndef LIFELINE_H
#define LIFELINE_H
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#include "check/verify.h"
#include "engine/compare.h"
#include "engine/engine.h"
#include "import/import.h"
#include "ingest/ingest.h"
#include "model/needs.h"
#include "model/redact.h"
#include "model/schema.h"
#include "proof/proof.h"
#include "report/report.h"
#include "store/cut.h"
#include "store/store.h"
#ifdef __cplusplus
}
#endif
#endif
