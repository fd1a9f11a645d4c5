/** MP_PRIO and backup subflows (RFC 8684, section 3.3.8). */
package org.mptcpscope.rules.rfc8684.priority;
