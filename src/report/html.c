/* The report as one HTML file: assembles its parts, with a policy that lets nothing be loaded and
 * no script run but our own.
 *
 * The page's policy (CSP level 2, W3C 2016) names the hash of the one script and the one style
 * sheet; there are no inline handlers, no style attributes and no links to anywhere but the page
 * itself. Without scripts the front page, maps, charts and tables are all there.
 * O(size of the plan). Tests: tests/unit/test_report.c, tests/browser. */
#include <string.h>

#include "model/comparison.h"
#include "model/redact.h"
#include "report/page.h"

static void put_head(report *r) {
  char script[45], style[45];
  sha256_base64(lfl_embed_report_js, lfl_embed_report_js_len, script);
  sha256_base64(lfl_embed_report_css, lfl_embed_report_css_len, style);
  put(r, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
  put(r, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-%r'; style-src 'sha256-%r'; img-src data:; base-uri 'none'; form-action 'none'\">\n", script, style);
  put(r, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
  put(r, "<link rel=\"icon\" href=\"data:,\">\n<title>%s</title>\n<style>", r->title ? r->title : "Relief plan");
  lfl_buf_add(r->out, (const char *)lfl_embed_report_css, lfl_embed_report_css_len);
  put(r, "</style>\n</head>\n");
}

static void put_navigation(report *r) {
  bool has_repairs = r->audience != LFL_PUBLIC && r->plan->n_repairs > 0;
  put(r, "<a class=\"skip\" href=\"#main\">To the report</a><nav aria-label=\"Parts of the report\"><ul>"
         "<li><a href=\"#front\">Front page</a></li><li><a href=\"#stay\">Stay or move</a></li><li><a href=\"#days\">Day by day</a></li>"
         "<li><a href=\"#sectors\">Sectors</a></li>%r<li><a href=\"#targets\">Targets</a></li>%r%r<li><a href=\"#sets\">Other numbers</a></li>"
         "<li><a href=\"#issues\">Data issues</a></li><li><a href=\"#sources\">Sources</a></li></ul></nav>\n",
      has_repairs ? "<li><a href=\"#repairs\">Repairs</a></li>" : "", has_options(r) ? "<li><a href=\"#options\">Options</a></li>" : "",
      r->plan->comparison && r->plan->comparison->n_pairs ? "<li><a href=\"#dispute-1\">Disputed numbers</a></li>" : "");
}

static lfl_status put_page(report *r) {
  put_head(r);
  put(r, "<body>\n");
  put_navigation(r);
  put(r, "<main id=\"main\">\n");
  put_front(r);
  put_stay_or_move(r);
  put_days(r);
  put_sectors(r);
  put_repairs(r);
  put_money_section(r);
  put_goals(r);
  put_comparison(r);
  put_sets(r);
  put_issues(r);
  put_sources(r);
  put(r, "</main>\n<footer><p>Made by Lifeline %s. This file needs no network and sends nothing anywhere.</p></footer>\n", r->plan->version);
  put(r, "<script type=\"application/json\" id=\"lfl-data\">");
  put_data(r);
  put(r, "</script>\n<script>");
  lfl_buf_add(r->out, (const char *)lfl_embed_report_js, lfl_embed_report_js_len);
  put(r, "</script>\n</body>\n</html>\n");
  return r->failed || r->out->failed ? LFL_ERR_MEMORY : LFL_OK;
}

lfl_status lfl_report_html(const lfl_plan *plan, const lfl_needs *needs, const lfl_diags *diags, lfl_sensitivity audience, lfl_buf *out) {
  if (lfl_plan_hides(plan, audience)) return LFL_ERR_USAGE;
  report r = {.plan = plan, .s = plan->scenario, .title = lfl_plan_words(plan, plan->scenario->title), .needs = needs, .diags = diags, .audience = audience, .out = out};
  r.arena = lfl_arena_create();
  if (!r.arena) return LFL_ERR_MEMORY;
  lfl_status status = facts_gather(&r);
  lfl_dry *dry = NULL;
  if (status == LFL_OK && audience != LFL_PUBLIC) status = lfl_dry_find(plan, &dry);
  r.dry = dry;
  if (status == LFL_OK) status = put_page(&r);
  lfl_dry_destroy(dry);
  lfl_arena_destroy(r.arena);
  return status;
}
