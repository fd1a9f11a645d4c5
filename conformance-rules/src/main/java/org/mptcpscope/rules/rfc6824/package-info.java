/** What only version 0 demands (RFC 6824). */
package org.mptcpscope.rules.rfc6824;
