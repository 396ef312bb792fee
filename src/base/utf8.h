/* Signs of a UTF-8 text. */
#ifndef LFL_BASE_UTF8_H
#define LFL_BASE_UTF8_H

/* Length in bytes of the sign at p (in a text that ends in a zero byte, which is a sign of length 1 and code 0), 1 to 4, and its code point; 0 if it is broken: overlong forms,
 * surrogates and what lies above U+10FFFF are, too (RFC 3629). *code is then not set. O(1). */
int lfl_utf8_decode(const char *p, unsigned *code);

#endif
