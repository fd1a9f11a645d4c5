/** Falling back to plain TCP, and MP_FAIL (RFC 8684, section 3.7). */
package org.mptcpscope.rules.rfc8684.fallback;
