/** ADD_ADDR and REMOVE_ADDR (RFC 8684, section 3.4). */
package org.mptcpscope.rules.rfc8684.address;
