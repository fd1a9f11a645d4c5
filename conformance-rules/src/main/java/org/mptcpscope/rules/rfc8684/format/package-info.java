/** Options as such: kinds, subtypes, lengths, reserved bits (RFC 8684, section 3, 8). */
package org.mptcpscope.rules.rfc8684.format;
