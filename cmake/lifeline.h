/* liblifeline: everything a program needs to read, plan, check and write. */
#ifndef LIFELINE_H
#define LIFELINE_H
#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "model/needs.h"
#include "model/redact.h"
#include "model/schema.h"
#include "proof/proof.h"
#include "report/report.h"
#include "store/store.h"
#endif
