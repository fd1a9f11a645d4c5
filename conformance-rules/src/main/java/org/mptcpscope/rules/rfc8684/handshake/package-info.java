/** MP_CAPABLE, versions, keys and tokens (RFC 8684, section 3.1). */
package org.mptcpscope.rules.rfc8684.handshake;
