/** Joining subflows: MP_JOIN (RFC 8684, section 3.2). */
package org.mptcpscope.rules.rfc8684.join;
