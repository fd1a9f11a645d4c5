/** Fast close (RFC 8684, section 3.5). */
package org.mptcpscope.rules.rfc8684.close;
